// A page of the users that a query asks for, for the lists of users and of members.
import type { TenantId } from '../../entities/_base/ids.ts';
import type { Page, PageRequest } from '../../entities/_base/table/page.ts';
import type { UserItem } from '../../entities/people/user.entity.ts';
import type { UserFilter } from '../../entities/people/user.model.ts';
import type { PeopleDeps } from './deps.ts';

/** With `team` or `email` a page may be short. Throws `team.not_found`. */
export async function usersOf(
  tenantId: TenantId,
  query: UserFilter & PageRequest,
  { people, teams }: Pick<PeopleDeps, 'people' | 'teams'>,
): Promise<Page<UserItem>> {
  const { team, ...filter } = query;
  if (team === undefined) return people.list(tenantId, filter, query);
  const teamId = await teams.idOf(tenantId, team);
  return people.pageOf(tenantId, await teams.listMembers(tenantId, teamId, query), filter);
}
