// Begins the registration of a passkey of the caller.

import { passkeyErrors } from '../../../entities/access/errors.ts';
import { MOST_PASSKEYS } from '../../../entities/access/passkeys/passkey.model.ts';
import type { Ops } from '../deps.ts';
import { passkeyStep } from '../passkeys/passkey-step.ts';
import { sessionUser } from '../passkeys/session-user.ts';

export const beginPasskey: Ops['beginPasskey'] = async ({ caller }, deps) => {
  const user = await sessionUser(caller, deps);
  const passkeys = await deps.passkeys.of(caller.tenantId, user.userId);
  if (passkeys.length >= MOST_PASSKEYS) throw passkeyErrors.too_many();
  const { write, body } = await passkeyStep('NEW_PASSKEY', user, passkeys, caller.at, deps);
  await deps.begun.send(write);
  return { body };
};
