// Adds an identity at a provider to a user. No other user of the tenant has it.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { UserUpdated } from '../../../entities/people/events.ts';
import { assertMayAdd, viewIdentity } from '../../../entities/people/identity.model.ts';
import type { Ops } from '../deps.ts';

export const addIdentity: Ops['addIdentity'] = async (call, { people }) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const user = await people.get(tenantId, call.params.user ?? '');
  const { userId } = user;
  const held = await people.identitiesOf(tenantId, userId);
  assertMayAdd(caller, user, body, held.length);
  const identity = { tenantId, userId, ...body, addedAt: isoOf(caller.at) };
  const view = viewIdentity(identity);
  return call.save(
    {
      writes: [...people.addIdentity(identity), people.checkThere(tenantId, userId)],
      events: [UserUpdated.create(caller, userId, { userId })],
      audit: { action: 'identity.added', resourceType: 'User', resourceId: userId, details: { after: view } },
    },
    { body: view, location: `/users/${userId}/identities/${view.id}` },
  );
};
