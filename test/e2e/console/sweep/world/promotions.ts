// A promotion that waits because its environment is stopped, with an override that a person asked for, and one that was rejected, with its
// evidence.
import { promotableRelease, recordDecision } from '../../../../support/releases/promotable.ts';
import { until } from '../../../../support/stack.ts';
import type { Making } from './making.ts';

export async function makePromotions(making: Making, { componentId, environmentId }: Record<string, string>) {
  const { stack, admin, words, shown } = making;
  const release = await promotableRelease(stack, '8.0.0', [{ componentId: componentId ?? '', tag: 'v1.2.0' }]);
  await admin.must('POST /deployments', {
    body: {
      ...{ environment: 'preview', service: release.service, release: release.releaseKey },
      ...{ startedAt: '2026-11-30T06:00:00Z', finishedAt: '2026-11-30T06:05:00Z' },
    },
  });
  const told = { 'reason of a promotion': words('The shops open on Tuesday.', 300) };
  const request = async (environment: string) => {
    const body = { release: release.releaseKey, environment, reason: told['reason of a promotion'] };
    const { id } = await admin.must('POST /promotions', { body });
    const read = () => admin.must('GET /promotions/{promotion}', { params: { promotion: id } });
    await until(read, ({ decision }) => decision !== null);
    return id;
  };
  const waiting = await request(environmentId ?? '');
  const override = {
    'reason of an override': words('The payment provider asks for it.', 300),
    'ticket of an override': words('OPS-12', 100),
  };
  await admin.must('POST /promotions/{promotion}/override', {
    params: { promotion: waiting },
    body: {
      reason: override['reason of an override'],
      ticket: override['ticket of an override'],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
  });
  const rejected = await request('preview');
  await recordDecision(stack, rejected);
  const { items } = await admin.must('GET /evidence');
  shown(`promotions/${waiting}`, { ...told, ...override });
  shown(`promotions/${rejected}`, told);
  shown(`promotions/${waiting}?policyVersion=1`, told);
  shown(`evidence/${items[0]?.id}`, { 'type of a packet': 'Decision about a promotion' });
}
