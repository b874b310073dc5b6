// Takes the role of a user, who is no member any more. Users may leave, an ADMIN may remove others.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { MembershipChanged } from '../../../entities/people/events.ts';
import { assertSelfOrAdmin } from '../../../entities/people/user.model.ts';
import { assertIsMember } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const removeMembership: Ops['removeMembership'] = async (call, { people }) => {
  const { caller } = call;
  const user = await people.get(caller.tenantId, call.params.user ?? '');
  assertRevision(call, user);
  const { userId, role } = user;
  assertSelfOrAdmin(caller, userId);
  assertIsMember(user);
  return call.save(
    {
      writes: people.change(user, isoOf(caller.at), { role: undefined }),
      events: [MembershipChanged.create(caller, userId, { userId })],
      audit: {
        action: 'membership.removed',
        resourceType: 'User',
        resourceId: userId,
        details: { before: { role } },
      },
    },
    {},
  );
};
