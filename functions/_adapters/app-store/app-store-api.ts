// App Store Connect's API for its client: short-lived ES256 tokens and JSON:API errors.
// https://developer.apple.com/documentation/appstoreconnectapi/generating-tokens-for-api-requests
import * as z from 'zod';
import { type Caller, createCaller, type ServiceWords } from '../_client/caller.ts';
import { signToken } from '../_client/jwt.ts';
import type { ClientContext, OutboundReply } from '../adapter.ts';

const said = z.string().optional().catch(undefined);
const cause = z.object({ code: z.string(), title: said, detail: said });
/** The errors behind "please check associated errors", by resource. */
const associated = z.object({ associatedErrors: z.record(z.string(), z.array(cause)).optional() }).optional();
const failureBody = z.object({ errors: z.array(cause.extend({ meta: associated.catch(undefined) })) });

const errorsOf = (reply: OutboundReply) => failureBody.safeParse(reply.json).data?.errors ?? [];

/** The causes of a failure: the associated errors of an error replace it. */
function causesOf(reply: OutboundReply): z.output<typeof cause>[] {
  return errorsOf(reply).flatMap((error) => {
    const nested = Object.values(error.meta?.associatedErrors ?? {}).flat();
    return nested.length > 0 ? nested : [error];
  });
}

/** Apple's codes of a failure and its causes, such as ENTITY_ERROR.ATTRIBUTE.INVALID. */
export const codesOf = (reply: OutboundReply): string[] => [
  ...new Set([...errorsOf(reply), ...causesOf(reply)].map(({ code }) => code)),
];

/** The longest error text, in characters; see caller.ts. */
const ROOM = 300;

/**
 * The causes for people, each once, because several languages often have the same problem. If they are many, without their
 * codes.
 */
export function messageOf(reply: OutboundReply): string | undefined {
  const causes = causesOf(reply);
  const said = (one: (of: z.output<typeof cause>) => string) => [...new Set(causes.map(one))].join('; ');
  const whole = said(({ code, title, detail }) => [code, detail ?? title].filter(Boolean).join(': '));
  return (whole.length > ROOM ? said(({ code, title, detail }) => detail ?? title ?? code) : whole) || undefined;
}

const appStore: ServiceWords = {
  name: 'App Store Connect',
  messageOf,
  reasonOf(reply) {
    // An unsigned agreement is 403, but another credential would not help.
    if (codesOf(reply).some((code) => code.startsWith('FORBIDDEN.REQUIRED_AGREEMENTS'))) return 'refused';
    // Apple's message always says that the token may have expired, but each call has a fresh one.
    return reply.status === 401 || reply.status === 403 ? 'unauthorized' : undefined;
  },
  // Apple counts over a rolling hour and states no reset: each minute frees some calls.
  // https://developer.apple.com/documentation/appstoreconnectapi/identifying-rate-limits
  usualWaitOf: ({ headers }) => (/\buser-hour-rem:0\b/.test(headers['x-rate-limit'] ?? '') ? FIVE_MINUTES : undefined),
};

const FIVE_MINUTES = 300;

/** Seconds. Apple accepts at most 20 minutes; half of it allows for clocks that differ. */
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
