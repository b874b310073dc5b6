// Evidence of decided promotions, recorded by the task that state machines call; it records what they have not recorded yet.
import { physicalName } from '../../../infra/constructs/naming.ts';
import type { TestStack } from '../../support/stack.ts';

export async function inEvidence({ operator, credentials }: TestStack, promotions: readonly string[]) {
  const packets: string[] = [];
  for (const subjectId of promotions) {
    const { packetIds } = await operator.invoke(physicalName('local', 'evidence-tasks'), {
      ...{ task: 'recordEvidence', tenantId: credentials.tenant.id, subjectType: 'Promotion', subjectId },
    });
    packets.push(...packetIds);
  }
  const [packet = '', another = ''] = packets;
  return { things: { packet }, others: { packet: another } };
}
