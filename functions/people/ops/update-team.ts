// Changes slug, name, description or Slack channel of a team.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TeamUpdated } from '../../../entities/people/events.ts';
import { changesOfTeam, viewTeam } from '../../../entities/people/teams/team.model.ts';
import type { Ops } from '../deps.ts';

export const updateTeam: Ops['updateTeam'] = async (call, { teams }) => {
  const { caller } = call;
  const before = await teams.get(caller.tenantId, call.params.team ?? '');
  assertRevision(call, before);
  const { teamId } = before;
  const at = isoOf(caller.at);
  const changes = changesOfTeam(call.body);
  const view = viewTeam({ ...before, ...changes, revision: before.revision + 1, updatedAt: at });
  return call.save(
    {
      writes: teams.change(before, at, changes),
      events: [TeamUpdated.create(caller, teamId, { teamId })],
      audit: {
        action: 'team.updated',
        resourceType: 'Team',
        resourceId: teamId,
        details: { before: viewTeam(before), after: view },
      },
    },
    { body: view, revision: view.revision },
  );
};
