// Google's APIs for the Play client: a service account's signed assertion is exchanged for an access token, which is reused
// while valid. https://developers.google.com/identity/protocols/oauth2/service-account#httprest
import * as z from 'zod';
import { type Caller, createCaller, type Reason, type ServiceWords, saysExpired } from '../_client/caller.ts';
import { signToken } from '../_client/jwt.ts';
import type { ClientContext, Outbound, OutboundReply } from '../adapter.ts';

const tokenReply = z.object({ access_token: z.string(), expires_in: z.number() });

/** google.rpc.BadRequest among the details of an error (https://google.aip.dev/193). */
const detail = z.object({
  fieldViolations: z
    .array(z.object({ field: z.string().optional(), description: z.string() }))
    .optional()
    .catch(undefined),
});

/** The APIs nest their error; the token endpoint does not (RFC 6749 section 5.2). */
const failureBody = z.union([
  z.object({
    error: z.object({
      message: z.string(),
      status: z.string().optional(),
      errors: z
        .array(z.object({ reason: z.string().optional(), message: z.string().optional() }))
        .optional()
        .catch(undefined),
      details: z.array(detail).optional().catch(undefined),
    }),
  }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
]);

const google: ServiceWords = { name: 'Google Play', messageOf, reasonOf };

/** Google's message, with the causes that the message does not contain. */
export function messageOf(reply: OutboundReply): string | undefined {
  const { data } = failureBody.safeParse(reply.json);
  if (!data) return undefined;
  if (typeof data.error === 'string') {
    return 'error_description' in data ? `${data.error}; ${data.error_description}` : data.error;
  }
  const { message, errors = [], details = [] } = data.error;
  const violations = details.flatMap(({ fieldViolations = [] }) => fieldViolations);
  const causes = [
    ...errors.map((cause) => cause.message ?? ''),
    ...violations.map(({ field, description }) => (field ? `${field}: ${description}` : description)),
  ].filter((cause) => !message.includes(cause));
  return [...new Set([message, ...causes])].join('; ');
}

/** Google's codes of a failure, such as rateLimitExceeded or apkNoUpgradePaths. */
export function reasonsOf(reply: OutboundReply): string[] {
  const { data } = failureBody.safeParse(reply.json);
  if (!data || typeof data.error === 'string') return [];
  return (data.error.errors ?? []).flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
}

/** Google also refuses releases with 403; these codes are about the credential. */
const ABOUT_THE_CALLER =
  /^(permissionDenied|insufficientPermissions?|authError|required|unauthorized|accessNotConfigured|projectNotLinked|serviceDisabled|accountDisabled)$/i;
const SAYS_PERMISSION =
  /does not have permission|permission[_ ]denied|insufficient (permission|authentication|scope)|not authorized|has not been used in project|is not linked|has not been linked/i;

function reasonOf(reply: OutboundReply): Reason | undefined {
  const { data } = failureBody.safeParse(reply.json);
  // The edit ended or expired: the retry opens another edit.
  if (reply.status === 410) return 'unavailable';
  if (!data) return undefined;
  // Google answers a refused assertion with 400: invalid_grant, invalid_client and others.
  if (typeof data.error === 'string') {
    return reply.status >= 500 ? undefined : saysExpired(messageOf(reply)) ? 'expired' : 'unauthorized';
  }
  const reasons = reasonsOf(reply);
  const isQuota = reasons.some((reason) => /(rateLimit|quota|dailyLimit)Exceeded/i.test(reason));
  if (reply.status === 403 && (isQuota || data.error.status === 'RESOURCE_EXHAUSTED')) return 'rate_limited';
  // A new edit ends the open one, and a commit ends all others: two changes at the same time conflict.
  const isOver = reasons.some((reason) => /^edit/i.test(reason)) || /^This edit has /i.test(data.error.message);
  if (isOver || (reply.status === 409 && data.error.status === 'ABORTED')) return 'unavailable';
  if (reply.status === 403) {
    // Both have the reason "forbidden", so the message decides.
    const isCaller =
      reasons.some((reason) => ABOUT_THE_CALLER.test(reason)) || SAYS_PERMISSION.test(messageOf(reply) ?? '');
    return isCaller ? 'unauthorized' : 'refused';
  }
  return undefined;
}

const SCOPE = 'https://www.googleapis.com/auth/androidpublisher';
const HOUR = 3600;
/** Seconds before its expiry at which the token is renewed. */
const SPARE = 60;

export function createPlayCaller({ config, credentials, outbound, now }: ClientContext<'PLAY_STORE'>): Caller {
  const service = google;
  const secrets = Object.values(credentials);
  const tokenUrl = new URL(config.tokenUrl);
  let access: { token: string; until: number; hasWorked: boolean } | undefined;

  async function accessToken(): Promise<string> {
    const seconds = Math.floor(now() / 1000);
    if (access && access.until > seconds) return access.token;
    const assertion = signToken({
      algorithm: 'RS256',
      claims: { iss: credentials.clientEmail, scope: SCOPE, aud: config.tokenUrl, iat: seconds, exp: seconds + HOUR },
      privateKey: credentials.privateKey,
    });
    // The assertion gives access for an hour, so error texts must not contain it, like the key.
    const known = { service, outbound, now, secrets: [...secrets, assertion], headers: () => ({}) };
    const tokens = createCaller({ ...known, baseUrl: tokenUrl.origin });
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    const reply = await tokens.read(tokenReply, { method: 'POST', path: tokenUrl.pathname, body, isRepeatable: true });
    access = { token: reply.access_token, until: seconds + reply.expires_in - SPARE, hasWorked: false };
    secrets.push(access.token);
    return access.token;
  }

  const headers = async () => ({ authorization: `Bearer ${await accessToken()}` });
  /** A token that Google accepted before may have ended early: Google did nothing, and the request gets a new one. */
  const renewing: Outbound = {
    ...outbound,
    async request(asked) {
      const used = access;
      const reply = await outbound.request(asked);
      if (!used || reply.status !== 401) {
        if (used) used.hasWorked = true;
        return reply;
      }
      if (!used.hasWorked) return reply;
      if (access === used) access = undefined;
      return outbound.request({ ...asked, headers: { ...asked.headers, ...(await headers()) } });
    },
  };
  return createCaller({ service, baseUrl: config.baseUrl, outbound: renewing, now, secrets, headers });
}
