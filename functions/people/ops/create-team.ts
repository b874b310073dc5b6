// Creates a team without members.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TeamCreated } from '../../../entities/people/events.ts';
import { teamDefinition } from '../../../entities/people/teams/team.entity.ts';
import { viewTeam } from '../../../entities/people/teams/team.model.ts';
import type { Ops } from '../deps.ts';

export const createTeam: Ops['createTeam'] = async (call, { teams }) => {
  const { caller, body } = call;
  const teamId = newId<'Team'>();
  const createdAt = isoOf(caller.at);
  const team = { tenantId: caller.tenantId, teamId, ...body, memberCount: 0, createdAt };
  const view = viewTeam({ ...team, ...firstStamps(teamDefinition, createdAt) });
  return call.save(
    {
      writes: teams.create(team),
      events: [TeamCreated.create(caller, teamId, { teamId })],
      audit: { action: 'team.created', resourceType: 'Team', resourceId: teamId, details: { after: view } },
    },
    { body: view, revision: view.revision, location: `/teams/${teamId}` },
  );
};
