// Removes a user. Identities and places in teams, credentials and references are removed by consumers of UserRemoved.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { UserRemoved } from '../../../entities/people/events.ts';
import { viewUser } from '../../../entities/people/user.model.ts';
import type { Ops } from '../deps.ts';

export const removeUser: Ops['removeUser'] = async (call, { people }) => {
  const user = await people.get(call.caller.tenantId, call.params.user ?? '');
  assertRevision(call, user);
  const { userId } = user;
  return call.save(
    {
      writes: people.remove(user),
      events: [UserRemoved.create(call.caller, userId, { userId })],
      audit: { action: 'user.removed', resourceType: 'User', resourceId: userId, details: { before: viewUser(user) } },
    },
    {},
  );
};
