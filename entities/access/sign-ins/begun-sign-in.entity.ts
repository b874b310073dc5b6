// A sign-in or registration whose next step needs a provider or an authenticator.
import { defineRecord, expiring, type ItemOf, oneOf, optional, text } from '../../_base/table/entity.ts';
import { begunSignInKeys } from './begun-sign-in.keys.ts';
import { NEXT_STEPS } from './begun-sign-in.model.ts';

export const begunSignInDefinition = defineRecord('begunSignIn', begunSignInKeys, {
  signInId: text,
  step: oneOf(NEXT_STEPS),
  /** The provider of an OPENID step; the user of the others. */
  providerId: optional(text),
  userId: optional(text),
  /** SHA-256 of the secret that the client got. State, nonce, PKCE's verifier and challenges are derived from the secret. */
  hash: text,
  ...expiring,
});

export type BegunSignInItem = ItemOf<typeof begunSignInDefinition>;
