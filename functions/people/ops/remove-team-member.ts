// Takes a user out of a team. Users may leave, a LEAD may remove others.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { teamErrors } from '../../../entities/people/errors.ts';
import { TeamMemberRemoved } from '../../../entities/people/events.ts';
import { isSelf } from '../../../entities/people/user.model.ts';
import type { Ops } from '../deps.ts';

export const removeTeamMember: Ops['removeTeamMember'] = async (call, { people, teams }) => {
  const { caller, params } = call;
  const { tenantId } = caller;
  const { teamId } = await teams.get(tenantId, params.team ?? '');
  const { userId } = await people.get(tenantId, params.user ?? '');
  if (caller.role !== 'ADMIN' && caller.role !== 'LEAD' && !isSelf(caller.actor, userId)) {
    throw baseErrors.forbidden({ detail: 'This needs the role LEAD, except for yourself.' });
  }
  const member = await teams.memberIn(tenantId, teamId, userId);
  if (!member) throw teamErrors.member_not_found();
  return call.save(
    {
      writes: teams.removeMember(member),
      events: [TeamMemberRemoved.create(caller, teamId, { teamId, userId })],
      audit: {
        action: 'team.member_removed',
        resourceType: 'Team',
        resourceId: teamId,
        details: { userId, before: { role: member.role } },
      },
    },
    {},
  );
};
