// Registers a passkey of the caller with the answer of the authenticator.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { sessionErrors } from '../../../entities/access/errors.ts';
import { PasskeyAdded } from '../../../entities/access/events.ts';
import { viewPasskey } from '../../../entities/access/passkeys/passkey.model.ts';
import { valuesOf } from '../../../entities/access/sign-ins/begun-sign-in.model.ts';
import type { Ops } from '../deps.ts';
import { passkeyItem } from '../passkeys/new-passkey.ts';
import { sessionUser } from '../passkeys/session-user.ts';

export const createPasskey: Ops['createPasskey'] = async ({ caller, body, save }, deps) => {
  const { userId } = await sessionUser(caller, deps);
  const { tenantId, at } = caller;
  const begun = await deps.begun.registrationOf(tenantId, body.registrationId, userId, at);
  const made = await deps.webAuthn.registered(body.answer, valuesOf(begun.hash).challenge);
  const passkey = passkeyItem(made, { tenantId, userId }, body.name, isoOf(at));
  const view = viewPasskey(passkey);
  return save(
    {
      writes: [
        deps.begun.complete(begun),
        deps.passkeys.create(passkey),
        deps.people.checkMember(tenantId, userId, sessionErrors.required()),
      ],
      events: [PasskeyAdded.create(caller, userId, { userId })],
      audit: {
        action: 'passkey.added',
        resourceType: 'Passkey',
        resourceId: passkey.credentialId,
        details: { userId },
      },
    },
    { body: view },
  );
};
