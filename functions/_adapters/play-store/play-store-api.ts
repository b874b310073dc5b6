// Google's APIs as the Play client calls them: a service account's signed assertion is traded for an access token, which
// is kept while it holds. https://developers.google.com/identity/protocols/oauth2/service-account#httprest
import * as z from 'zod';
import type { ClientContext, OutboundReply } from '../adapter.ts';
import { type Caller, createCaller } from '../caller.ts';
import { signToken } from '../jwt.ts';
import { type Reason, type ServiceWords, saysExpired } from '../reply.ts';

const tokenReply = z.object({ access_token: z.string(), expires_in: z.number() });

/** The APIs nest their error, the token endpoint does not (RFC 6749 section 5.2). */
const failureBody = z.union([
  z.object({
    error: z.object({
      message: z.string(),
      errors: z.array(z.object({ reason: z.string().optional() })).optional(),
    }),
  }),
  z.object({ error: z.string(), error_description: z.string().optional() }),
]);

const google: ServiceWords = {
  name: 'Google Play',
  messageOf(reply) {
    const { data } = failureBody.safeParse(reply.json);
    if (!data) return undefined;
    if (typeof data.error !== 'string') return data.error.message;
    return 'error_description' in data ? `${data.error}; ${data.error_description}` : data.error;
  },
  reasonOf,
};

function reasonOf(reply: OutboundReply): Reason | undefined {
  const { data } = failureBody.safeParse(reply.json);
  if (!data) return undefined;
  const isExpired = saysExpired(google.messageOf(reply));
  // invalid_grant, invalid_client and their like are 400: the assertion was refused.
  if (typeof data.error === 'string') return reply.status < 500 ? (isExpired ? 'expired' : 'unauthorized') : undefined;
  const isQuota = data.error.errors?.some((cause) => /(rateLimit|quota)Exceeded/i.test(cause.reason ?? ''));
  if (reply.status === 403 && isQuota) return 'rate_limited';
  // Whoever opens an edit ends the one that was open, and a commit all others: another edit will do.
  if (reply.status === 400 && /^This edit has /i.test(data.error.message)) return 'unavailable';
  return reply.status === 401 && isExpired ? 'expired' : undefined;
}

const SCOPE = 'https://www.googleapis.com/auth/androidpublisher';
const HOUR = 3600;
/** Renewed this long before its end, in seconds. */
const SPARE = 60;

export function createPlayCaller({ config, credentials, outbound, now }: ClientContext<'PLAY_STORE'>): Caller {
  const service = google;
  const secrets = Object.values(credentials);
  const tokenUrl = new URL(config.tokenUrl);
  let access: { token: string; until: number } | undefined;

  async function accessToken(): Promise<string> {
    const seconds = Math.floor(now() / 1000);
    if (access && access.until > seconds) return access.token;
    const assertion = signToken({
      algorithm: 'RS256',
      claims: { iss: credentials.clientEmail, scope: SCOPE, aud: config.tokenUrl, iat: seconds, exp: seconds + HOUR },
      privateKey: credentials.privateKey,
    });
    // Whoever has the assertion has the account for an hour: it is kept out of error texts like the key.
    const known = { service, outbound, now, secrets: [...secrets, assertion], headers: () => ({}) };
    const tokens = createCaller({ ...known, baseUrl: tokenUrl.origin });
    const body = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    const reply = await tokens.read(tokenReply, { method: 'POST', path: tokenUrl.pathname, body, isRepeatable: true });
    access = { token: reply.access_token, until: seconds + reply.expires_in - SPARE };
    return access.token;
  }

  const headers = async () => ({ authorization: `Bearer ${await accessToken()}` });
  return createCaller({ service, baseUrl: config.baseUrl, outbound, now, secrets, headers });
}
