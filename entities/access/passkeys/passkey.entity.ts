// A passkey of a user: the public key with which sign-ins are checked, and how often the authenticator says it was used.
import { boolean, defineEntity, type ItemOf, list, number, optional, text } from '../../_base/table/entity.ts';
import { passkeyKeys } from './passkey.keys.ts';

export const passkeyDefinition = defineEntity('passkey', passkeyKeys, {
  userId: text,
  /** The authenticator's id of it, in base64url. */
  credentialId: text,
  name: text,
  /** COSE, in base64url. */
  publicKey: text,
  /** Zero for authenticators that do not count. */
  counter: number,
  transports: list(text),
  /** Whether it is synchronized between devices. */
  isBackedUp: boolean,
  lastUsedAt: optional(text),
});

export type PasskeyItem = ItemOf<typeof passkeyDefinition>;
