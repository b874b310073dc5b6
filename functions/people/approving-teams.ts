// Joining a team alone whose members approve promotions would give the caller a right to approve that nobody else gave.
import type { TenantId } from '../../entities/_base/ids.ts';
import type { EnvironmentItem } from '../../entities/environments/environment.entity.ts';
import { groupsOf } from '../../entities/environments/policies/approval-policy.model.ts';
import { teamErrors } from '../../entities/people/errors.ts';
import type { Caller } from '../_kit/save.ts';
import type { PeopleDeps } from './deps.ts';

const PAGE = 100;
const MOST_PAGES = 10;

type Deps = Pick<PeopleDeps, 'environments'>;

const asks = (environment: EnvironmentItem, teamId: string): boolean =>
  groupsOf(environment).some((group) => group.teamId === teamId);

/** The name of an environment whose policy names the team. Of more environments than are read, it says that there may be one. */
async function approvedBy(tenantId: TenantId, teamId: string, { environments }: Deps): Promise<string | undefined> {
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, nextCursor } = await environments.list(tenantId, {}, { limit: PAGE, cursor });
    const found = items.find((environment) => asks(environment, teamId));
    if (found) return found.name;
    if (nextCursor === null) return undefined;
    cursor = nextCursor;
  }
  return 'one of very many environments';
}

/** Throws `team.approves` unless the caller may join the team alone. */
export async function assertMayJoin({ tenantId, role }: Caller, teamId: string, deps: Deps): Promise<void> {
  if (role === 'ADMIN') return;
  const environment = await approvedBy(tenantId, teamId, deps);
  if (environment === undefined) return;
  throw teamErrors.approves({
    detail: `Its members approve promotions to ${environment}. Another LEAD or an ADMIN adds you.`,
  });
}
