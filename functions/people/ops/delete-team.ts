// Deletes a team. The places of its members and the references to it are removed by consumers of TeamDeleted.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { TeamDeleted } from '../../../entities/people/events.ts';
import { viewTeam } from '../../../entities/people/teams/team.model.ts';
import type { Ops } from '../deps.ts';

export const deleteTeam: Ops['deleteTeam'] = async (call, { teams }) => {
  const team = await teams.get(call.caller.tenantId, call.params.team ?? '');
  assertRevision(call, team);
  const { teamId } = team;
  return call.save(
    {
      writes: teams.remove(team),
      events: [TeamDeleted.create(call.caller, teamId, { teamId })],
      audit: { action: 'team.deleted', resourceType: 'Team', resourceId: teamId, details: { before: viewTeam(team) } },
    },
    {},
  );
};
