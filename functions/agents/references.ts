// Checks the environments that an agent names and may be given, and counts it as a user of each by conditions of the transaction.
import type { TenantId } from '../../entities/_base/ids.ts';
import type { Write } from '../../entities/_base/table/table.ts';
import type { AgentItem } from '../../entities/agents/agent.entity.ts';
import { agentErrors } from '../../entities/agents/errors.ts';
import { asksApprovals } from '../../entities/environments/policies/asks-approvals.model.ts';
import type { Caller } from '../_kit/save.ts';
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

/**
 * A registered agent runs on hosts: a LEAD who gave an agent of production another environment could deploy to them without the approvals of
 * production. Throws `agent.loosens`.
 */
export async function assertMayExtend(
  { tenantId, role }: Caller,
  { environmentIds: before, registeredAt }: AgentItem,
  after: readonly string[],
  { environments }: Pick<AgentsDeps, 'environments'>,
): Promise<void> {
  const isMore = before.length > 0 && (after.length === 0 || without(after, before).length > 0);
  if (role === 'ADMIN' || registeredAt === undefined || !isMore) return;
  const found = await Promise.all(before.map((id) => environments.find(tenantId, id)));
  const names = found.flatMap((one) => (one && asksApprovals(one) ? [one.name] : []));
  if (names.length === 0) return;
  const path = 'environmentIds';
  throw agentErrors.loosens({
    detail: `It works in ${names.join(', ')}, where promotions need approvals. An ADMIN may give it further environments.`,
    fields: [{ path, code: 'agent.loosens', message: 'may have fewer environments, and no other ones' }],
  });
}
