// Sign-ins with several steps: bodies, replies, and the values that only the client who began can know. Pure. RFC 7636 (PKCE); RFC 9700
// (best practices of OAuth 2.0).
import { createHash } from 'node:crypto';
import * as z from 'zod';

/**
 * The steps of a sign-in that has begun: at an OpenID provider, with a passkey, with the first passkey where one is required, and the
 * registration of a further passkey.
 */
export const NEXT_STEPS = ['OPENID', 'PASSKEY', 'FIRST_PASSKEY', 'NEW_PASSKEY'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** The step must be completed within this time. */
export const SIGN_IN_SECONDS = 600;

const derived = (secret: string, use: string) =>
  createHash('sha256').update(`windlass sign-in ${use}\n${secret}`).digest('base64url');

/**
 * The values of one sign-in, all of its secret: nothing but the secret's hash is stored. The challenge of a new passkey, which the
 * caller's session completes, comes from that hash.
 */
export const valuesOf = (secret: string) => ({
  state: derived(secret, 'state'),
  nonce: derived(secret, 'nonce'),
  codeVerifier: derived(secret, 'verifier'),
  challenge: derived(secret, 'challenge'),
});

const secret = z.string().min(1).max(300);
const answer = z
  .record(z.string(), z.unknown())
  .describe('The answer of navigator.credentials as JSON, e.g. of PublicKeyCredential.toJSON()');

export const beginSignInBody = z.lazy(() => z.strictObject({ providerId: z.string().min(1).max(64) }));

const begun = {
  id: z.string(),
  secret: z.string().describe('Keep it in the tab that began the sign-in; it completes the sign-in'),
  expiresAt: z.string(),
};
export const begunSignInView = z
  .lazy(() => z.strictObject({ ...begun, authorizationUrl: z.string().describe('Send the browser there') }))
  .meta({ id: 'BegunSignIn' });
export const passkeyStepView = z
  .lazy(() =>
    z.strictObject({
      ...begun,
      secret: begun.secret.optional(),
      step: z
        .enum(NEXT_STEPS)
        .exclude(['OPENID'])
        .describe('PASSKEY: call navigator.credentials.get with the options; else navigator.credentials.create'),
      options: z
        .record(z.string(), z.unknown())
        .describe('The options as JSON, for PublicKeyCredential.parse…OptionsFromJSON()'),
    }),
  )
  .meta({ id: 'PasskeyStep' });

export const completeSignInBody = z.lazy(() =>
  z.strictObject({
    secret,
    code: z.string().min(1).max(4000).describe('The parameter of the redirect'),
    state: z.string().min(1).max(300).describe('The parameter of the redirect'),
    iss: z.string().max(300).optional().describe('The parameter of the redirect, if there is one'),
  }),
);
export const completePasskeyBody = z.lazy(() => z.strictObject({ secret, answer }));
export const createPasskeyBody = z.lazy(() =>
  z.strictObject({ registrationId: z.string().min(1).max(64), answer, name: z.string().trim().min(1).max(60) }),
);
export const signInOptionsView = z
  .lazy(() => z.strictObject({ providers: z.array(z.strictObject({ id: z.string(), name: z.string() })) }))
  .meta({ id: 'SignInOptions' });
