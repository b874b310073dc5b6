// Lists the teams of the tenant by name.
import { viewTeam } from '../../../entities/people/teams/team.model.ts';
import type { Ops } from '../deps.ts';

export const listTeams: Ops['listTeams'] = async ({ caller, query }, { teams }) => {
  const { items, nextCursor } = await teams.list(caller.tenantId, query.name, query);
  return { body: { items: items.map(viewTeam), nextCursor } };
};
