// Deletes a passkey of the caller, but not the last one where the tenant requires one.
import { passkeyErrors } from '../../../entities/access/errors.ts';
import { PasskeyRemoved } from '../../../entities/access/events.ts';
import { assertNotLast } from '../../../entities/access/passkeys/passkey.model.ts';
import type { Ops } from '../deps.ts';
import { sessionUser } from '../passkeys/session-user.ts';

export const deletePasskey: Ops['deletePasskey'] = async ({ caller, params, save }, deps) => {
  const { tenantId } = caller;
  const { userId } = await sessionUser(caller, deps);
  const [passkeys, policy] = await Promise.all([deps.passkeys.of(tenantId, userId), deps.policies.of(tenantId)]);
  const passkey = passkeys.find(({ credentialId }) => credentialId === params.passkey);
  if (!passkey) throw passkeyErrors.not_found();
  assertNotLast(passkeys, policy.requiresPasskey);
  return save(
    {
      writes: [deps.passkeys.remove(passkey)],
      events: [PasskeyRemoved.create(caller, userId, { userId })],
      audit: {
        action: 'passkey.removed',
        resourceType: 'Passkey',
        resourceId: passkey.credentialId,
        details: { userId },
      },
    },
    {},
  );
};
