// Checks the environments that an agent names, and counts it as a user of each by conditions of the transaction.
import type { TenantId } from '../../entities/_base/ids.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import { agentErrors } from '../../entities/agents/errors.ts';
import type { AgentsDeps } from './deps.ts';

const without = (one: readonly string[], other: readonly string[]) => one.filter((value) => !other.includes(value));

/** The writes that count the uses which begin, and no longer those which end. Throws `agent.invalid` with all that do not exist. */
export async function agentReferences(
  tenantId: TenantId,
  before: readonly string[],
  after: readonly string[],
  { environments }: Pick<AgentsDeps, 'environments'>,
): Promise<Write[]> {
  const added = without(after, before);
  const found = await Promise.all(added.map((id) => environments.find(tenantId, id)));
  const fields = added.flatMap((id, index) => {
    const path = `environmentIds[${after.indexOf(id)}]`;
    return found[index] ? [] : [{ path, code: 'environment.not_found', message: 'is no environment of the tenant' }];
  });
  if (fields.length > 0) throw agentErrors.invalid({ fields });
  return [
    ...added.map((id) => environments.addUser(tenantId, id, 'agentCount')),
    ...without(before, after).map((id) => environments.dropUser(tenantId, id, 'agentCount')),
  ];
}
