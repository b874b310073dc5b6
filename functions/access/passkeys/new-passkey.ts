// The item of a passkey that an authenticator has just made.
import type { PasskeyItem } from '../../../entities/access/passkeys/passkey.entity.ts';
import type { NewPasskey } from './webauthn.ts';

/** `at` is ISO 8601. */
export const passkeyItem = (
  made: NewPasskey,
  { tenantId, userId }: Pick<PasskeyItem, 'tenantId' | 'userId'>,
  name: string,
  at: string,
): PasskeyItem => ({
  ...{ ...made, tenantId, userId, name },
  ...{ createdAt: at, updatedAt: at, revision: 1, schemaVersion: 1 },
});
