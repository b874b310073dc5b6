// Resolves the JWT of a CI system: signed by an issuer that the tenant registered, for its audience, with claims that fit its
// rules. Nothing is exchanged: the JWT itself is the credential. RFC 7519; RFC 8725 (best practices).
import { createHash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { cutTo } from '../../../entities/_base/text.ts';
import type { IssuerItem } from '../../../entities/access/issuers/issuer.entity.ts';
import { fitsClaims } from '../../../entities/access/issuers/issuer.model.ts';
import { type IssuerKeys, IssuerUnavailable } from '../issuers/issuer-keys.ts';

/** Asymmetric ones alone: with a shared secret, everybody who can verify could sign. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 30;
const LONGEST_TOKEN = 8_192;
const LONGEST_NAME = 100;

export type CiProblem = 'malformed' | 'unknown' | 'expired' | 'issuer_unavailable';

export interface CiIdentity {
  readonly actorId: string;
  readonly actorName: string;
  readonly scopes: readonly string[];
  /** Epoch milliseconds. */
  readonly validUntil: number;
}

export type CiTokens = (
  token: string,
  issuersOf: () => Promise<readonly IssuerItem[]>,
  now: number,
) => Promise<CiIdentity | { readonly problem: CiProblem }>;

export const isJwt = (token: string): boolean => /^[\w-]+\.[\w-]+\.[\w-]+$/.test(token);

interface Unverified {
  readonly issuer: string;
  readonly keyId: string | undefined;
}

function read(token: string): Unverified | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  try {
    const { iss } = decodeJwt(token);
    const { kid } = decodeProtectedHeader(token);
    return typeof iss === 'string' ? { issuer: iss.replace(/\/$/, ''), keyId: kid } : undefined;
  } catch {
    return undefined;
  }
}

const identityOf = ({ iss, sub, exp = 0 }: JWTPayload, scopes: readonly string[]): CiIdentity => ({
  actorId: `ci-${createHash('sha256').update(`windlass ci identity\n${iss}\n${sub}`).digest('base64url').slice(0, 22)}`,
  actorName: cutTo(String(sub), LONGEST_NAME),
  scopes,
  validUntil: exp * 1000,
});

/** `issuersOf` answers all that the tenant registered. A token that fits several gets the scopes of all of them. */
export function createCiTokens(keysOf: IssuerKeys): CiTokens {
  return async (token, issuersOf, now) => {
    const unverified = read(token);
    if (!unverified) return { problem: 'malformed' };
    const registered = (await issuersOf()).filter(({ issuer, isActive }) => isActive && issuer === unverified.issuer);
    if (registered.length === 0) return { problem: 'unknown' };
    try {
      const keys = await keysOf(unverified.issuer, unverified.keyId, now);
      const { payload } = await jwtVerify(token, keys, {
        algorithms: ALGORITHMS,
        audience: registered.map(({ audience }) => audience),
        requiredClaims: ['iss', 'sub', 'aud', 'exp', 'iat'],
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(now),
      });
      const audiences = [payload.aud ?? []].flat();
      const fitting = registered.filter(
        ({ audience, claims }) => audiences.includes(audience) && fitsClaims(claims, payload),
      );
      const scopes = [...new Set(fitting.flatMap((item) => item.scopes))];
      return fitting.length === 0 ? { problem: 'unknown' } : identityOf(payload, scopes);
    } catch (error) {
      if (error instanceof IssuerUnavailable) return { problem: 'issuer_unavailable' };
      if (error instanceof errors.JWTExpired) return { problem: 'expired' };
      if (error instanceof errors.JOSEError) return { problem: 'unknown' };
      throw error;
    }
  };
}
