// Removes all passkeys of a user who lost the devices. The user signs in with the password; where a passkey is required, that sign-in
// registers a new one.
import { PasskeyRemoved } from '../../../entities/access/events.ts';
import type { Ops } from '../deps.ts';

export const removeUserPasskeys: Ops['removeUserPasskeys'] = async ({ caller, params, save }, deps) => {
  const { userId } = await deps.people.get(caller.tenantId, params.user ?? '');
  const passkeys = await deps.passkeys.of(caller.tenantId, userId);
  return save(
    {
      writes: [
        ...passkeys.map((passkey) => deps.passkeys.remove(passkey)),
        deps.sessions.revokeAll(caller.tenantId, userId),
      ],
      events: [PasskeyRemoved.create(caller, userId, { userId })],
      audit: { action: 'passkey.reset', resourceType: 'User', resourceId: userId, details: { count: passkeys.length } },
    },
    {},
  );
};
