// Shows a team.
import { showTeam } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getTeam: Ops['getTeam'] = async ({ caller, params }, { teams }) => {
  const team = await teams.get(caller.tenantId, params.team ?? '');
  return { body: showTeam(caller, team), revision: team.revision };
};
