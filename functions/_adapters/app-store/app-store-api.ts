// App Store Connect's API as the client calls it: short-lived ES256 tokens and JSON:API errors.
// https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests
import * as z from 'zod';
import type { ClientContext } from '../adapter.ts';
import { type Caller, createCaller } from '../caller.ts';
import { signToken } from '../jwt.ts';
import type { ServiceWords } from '../reply.ts';

const failureBody = z.object({
  errors: z.array(z.object({ code: z.string(), title: z.string().optional(), detail: z.string().optional() })),
});

const appStore: ServiceWords = {
  name: 'App Store Connect',
  messageOf(reply) {
    const errors = failureBody.safeParse(reply.json).data?.errors ?? [];
    return errors.map(({ code, title, detail }) => `${code}: ${detail ?? title ?? ''}`).join('; ') || undefined;
  },
  reasonOf(reply) {
    const codes = failureBody.safeParse(reply.json).data?.errors.map((error) => error.code) ?? [];
    // An unsigned agreement is 403, but no other credential would help.
    return codes.some((code) => code.startsWith('FORBIDDEN.REQUIRED_AGREEMENTS')) ? 'refused' : undefined;
  },
};

/** Apple takes at most 20 minutes, in seconds; half of it leaves room for clocks that differ. */
const LIFETIME = 600;
const RENEW_BEFORE = 60;

export function createAppStoreCaller({ config, credentials, outbound, now }: ClientContext<'APP_STORE'>): Caller {
  const { issuerId, keyId, privateKey, webhookSecret } = credentials;
  let signed: { token: string; until: number } | undefined;

  function token(): string {
    const seconds = Math.floor(now() / 1000);
    if (signed && signed.until > seconds) return signed.token;
    const claims = { iss: issuerId, iat: seconds, exp: seconds + LIFETIME, aud: 'appstoreconnect-v1' };
    signed = {
      token: signToken({ algorithm: 'ES256', keyId, claims, privateKey }),
      until: seconds + LIFETIME - RENEW_BEFORE,
    };
    return signed.token;
  }

  return createCaller({
    service: appStore,
    baseUrl: config.baseUrl,
    outbound,
    now,
    secrets: [issuerId, keyId, privateKey, webhookSecret],
    headers: () => ({ authorization: `Bearer ${token()}` }),
  });
}
