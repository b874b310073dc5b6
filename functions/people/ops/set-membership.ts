// Gives a user a role in the tenant: a member another one, a former member one again.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { MembershipChanged } from '../../../entities/people/events.ts';
import { assertMayGrant } from '../../../entities/people/rights.model.ts';
import { viewUser } from '../../../entities/people/user.model.ts';
import type { Ops } from '../deps.ts';

export const setMembership: Ops['setMembership'] = async (call, { people }) => {
  const { caller, body } = call;
  const before = await people.get(caller.tenantId, call.params.user ?? '');
  assertRevision(call, before);
  assertMayGrant(caller, body.role);
  const at = isoOf(caller.at);
  const { userId } = before;
  const view = viewUser({ ...before, ...body, revision: before.revision + 1, updatedAt: at });
  return call.save(
    {
      writes: people.change(before, at, body),
      events: [MembershipChanged.create(caller, userId, { userId })],
      audit: {
        action: 'membership.changed',
        resourceType: 'User',
        resourceId: userId,
        details: { before: { role: before.role ?? null }, after: body },
      },
    },
    { body: view, revision: view.revision },
  );
};
