// The public keys of OpenID issuers, kept in memory. Used by the authorizer for each JWT, and when an issuer is registered.
// OpenID Connect Discovery 1.0, section 4; RFC 7517.
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Outbound } from '../../_adapters/adapter.ts';

const configurationSchema = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keysSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(100) });

const TIMEOUT_MS = 2_500;
/** Keys are read again after this time, so that those that an issuer withdraws are no longer accepted. */
const FRESH_MS = 10 * 60_000;
/** Keys that cannot be read again are accepted for this long. */
const STALE_MS = 6 * 60 * 60_000;
/** An unknown key is looked for at most this often, so that forged tokens cost the issuer nothing. */
const PAUSE_MS = 30_000;

/** The reason why an issuer's keys cannot be read, for people. */
export class IssuerUnavailable extends Error {
  override readonly name = 'IssuerUnavailable';
}

interface Kept {
  readonly keys: JWTVerifyGetKey;
  readonly ids: ReadonlySet<unknown>;
  readonly readAt: number;
}

/** Answers the keys of an issuer; `keyId` is that of the token. `now` is epoch milliseconds. Throws IssuerUnavailable. */
export type IssuerKeys = (issuer: string, keyId: string | undefined, now: number) => Promise<JWTVerifyGetKey>;

async function readJson<T>(outbound: Outbound, url: string, schema: z.ZodType<T>): Promise<T> {
  const { status, json } = await outbound.request({ method: 'GET', url, timeoutMs: TIMEOUT_MS });
  if (status !== 200) throw new IssuerUnavailable(`${url} answers ${status}`);
  const parsed = schema.safeParse(json, { jitless: true });
  if (!parsed.success) throw new IssuerUnavailable(`${url} does not answer what OpenID Connect Discovery describes`);
  return parsed.data;
}

/** Reads the keys now. Throws IssuerUnavailable with the reason. */
export async function readIssuerKeys(outbound: Outbound, issuer: string): Promise<Omit<Kept, 'readAt'>> {
  const configuration = await readJson(outbound, `${issuer}/.well-known/openid-configuration`, configurationSchema);
  if (configuration.issuer.replace(/\/$/, '') !== issuer) {
    throw new IssuerUnavailable(`${issuer} says that its issuer is ${configuration.issuer}`);
  }
  const { keys } = await readJson(outbound, configuration.jwks_uri, keysSchema);
  return { keys: createLocalJWKSet({ keys } as never), ids: new Set(keys.map(({ kid }) => kid)) };
}

export function createIssuerKeys(outbound: Outbound): IssuerKeys {
  const kept = new Map<string, Kept>();
  const tried = new Map<string, number>();
  return async (issuer, keyId, now) => {
    const known = kept.get(issuer);
    const isFresh = known !== undefined && now - known.readAt < FRESH_MS;
    if (isFresh && (keyId === undefined || known.ids.has(keyId))) return known.keys;
    const isPausing = now - (tried.get(issuer) ?? Number.NEGATIVE_INFINITY) < PAUSE_MS;
    if (known && isPausing) return known.keys;
    if (isPausing) throw new IssuerUnavailable(`${issuer} could not be read`);
    tried.set(issuer, now);
    try {
      const read = await readIssuerKeys(outbound, issuer);
      kept.set(issuer, { ...read, readAt: now });
      return read.keys;
    } catch (error) {
      if (known && now - known.readAt < STALE_MS) return known.keys;
      throw error instanceof IssuerUnavailable ? error : new IssuerUnavailable(`${issuer} could not be read`);
    }
  };
}
