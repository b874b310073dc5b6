// Shows a team.
import { viewTeam } from '../../../entities/people/teams/team.model.ts';
import type { Ops } from '../deps.ts';

export const getTeam: Ops['getTeam'] = async ({ caller, params }, { teams }) => {
  const team = await teams.get(caller.tenantId, params.team ?? '');
  return { body: viewTeam(team), revision: team.revision };
};
