// Puts a user into a team, or gives a member another role in it. The team counts its members.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TeamMemberChanged } from '../../../entities/people/events.ts';
import { isSelf } from '../../../entities/people/user.model.ts';
import { assertMayJoin } from '../approving-teams.ts';
import type { Ops } from '../deps.ts';

export const setTeamMember: Ops['setTeamMember'] = async (call, deps) => {
  const { people, teams } = deps;
  const { caller, body, params } = call;
  const { tenantId } = caller;
  const { teamId } = await teams.get(tenantId, params.team ?? '');
  const { userId, fullName: name, isActive } = await people.get(tenantId, params.user ?? '');
  const before = await teams.memberIn(tenantId, teamId, userId);
  if (before === undefined && isSelf(caller.actor, userId)) await assertMayJoin(caller, teamId, deps);
  const joinedAt = before?.joinedAt ?? isoOf(caller.at);
  return call.save(
    {
      writes:
        before === undefined
          ? [...teams.addMember({ tenantId, teamId, userId, ...body, joinedAt }), people.checkThere(tenantId, userId)]
          : [teams.changeMember(before, body.role)],
      events: [TeamMemberChanged.create(caller, teamId, { teamId, userId })],
      audit: {
        action: before === undefined ? 'team.member_added' : 'team.member_changed',
        resourceType: 'Team',
        resourceId: teamId,
        details: { userId, ...(before && { before: { role: before.role } }), after: body },
      },
    },
    { body: { userId, name, isActive, ...body, joinedAt } },
  );
};
