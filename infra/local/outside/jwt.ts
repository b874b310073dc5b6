// Reading a JSON Web Token as a receiver does: its parts, its times and, where the key is known, its signature. RFC 7519.
import { createPublicKey, verify } from 'node:crypto';
import type { JsonObject } from '../contracts.ts';
import { isObject, parseJson } from './reading.ts';

export interface Jwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signature: Buffer;
  /** The text that was signed. */
  readonly signed: string;
}

/** The parts of a token, or undefined when it is not one. The signature is not checked. */
export function readJwt(token: string): Jwt | undefined {
  const [header, payload, signature, ...more] = token.split('.');
  if (!header || !payload || !signature || more.length > 0) return undefined;
  const parts = [header, payload].map((part) => parseJson(Buffer.from(part, 'base64url').toString('utf8')));
  const [first, second] = parts;
  if (!isObject(first) || !isObject(second)) return undefined;
  return {
    header: first,
    payload: second,
    signature: Buffer.from(signature, 'base64url'),
    signed: `${header}.${payload}`,
  };
}

/** Whether `exp` is ahead and at most `longest` seconds from `iat` (or from now). `now` is epoch milliseconds. */
export function hasValidTimes(payload: JsonObject, now: number, longest: number): boolean {
  const { iat, exp } = payload;
  const seconds = Math.floor(now / 1000);
  if (typeof exp !== 'number' || exp <= seconds) return false;
  if (iat !== undefined && typeof iat !== 'number') return false;
  // A minute of clock skew is forgiven.
  return exp - Math.min(iat ?? seconds, seconds + 60) <= longest && (iat ?? 0) <= seconds + 60;
}

/** Whether an ES256 signature (64 bytes, r and s) is by the key with this public PEM. */
export function isSignedBy(jwt: Jwt, publicKey: string): boolean {
  return verify(
    'sha256',
    Buffer.from(jwt.signed),
    { key: createPublicKey(publicKey), dsaEncoding: 'ieee-p1363' },
    jwt.signature,
  );
}
