// Removes an identity of a user at a provider.
import { UserUpdated } from '../../../entities/people/events.ts';
import { identityIn, viewIdentity } from '../../../entities/people/identity.model.ts';
import { assertSelfOrAdmin } from '../../../entities/people/user.model.ts';
import type { Ops } from '../deps.ts';

export const removeIdentity: Ops['removeIdentity'] = async (call, { people }) => {
  const { caller, params } = call;
  const { userId } = await people.get(caller.tenantId, params.user ?? '');
  assertSelfOrAdmin(caller, userId);
  const identity = identityIn(await people.identitiesOf(caller.tenantId, userId), params.identity ?? '');
  return call.save(
    {
      writes: people.removeIdentity(identity),
      events: [UserUpdated.create(caller, userId, { userId })],
      audit: {
        action: 'identity.removed',
        resourceType: 'User',
        resourceId: userId,
        details: { before: viewIdentity(identity) },
      },
    },
    {},
  );
};
