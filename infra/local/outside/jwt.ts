// Reading a JSON Web Token as a receiver does: its parts and its times. RFC 7519.
import { isObject, type JsonObject, parseJson } from '../contracts.ts';

export interface Jwt {
  readonly header: JsonObject;
  readonly payload: JsonObject;
  readonly signature: Buffer;
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
