// The console's session in a cookie, and the check that a page of the console sent a request (CSRF). Used by the authorizer, which must
// start fast. Sources: RFC 6265bis, Fetch Metadata Request Headers (W3C), RFC 6454.
import { CONSOLE_HEADER } from '../../../entities/names.ts';
import { isJsonType } from '../http/json.ts';

/** By lower-case name. */
type Headers = Readonly<Record<string, string | undefined>>;

const READS: readonly string[] = ['GET', 'HEAD'];

/** Browsers refuse Secure and `__Host-` over http, which only a local deployment has. */
const isPlain = (publicUrl: string): boolean => publicUrl.startsWith('http://');
const nameOf = (publicUrl: string): string => (isPlain(publicUrl) ? 'windlass' : '__Host-windlass');
const cookie = (value: string, publicUrl: string, more = ''): string =>
  `${nameOf(publicUrl)}=${value}; Path=/; HttpOnly; SameSite=Strict${isPlain(publicUrl) ? '' : '; Secure'}${more}`;

/** The secret in the cookie of a request; `cookies` are `name=value`. */
export function secretIn(cookies: readonly string[], publicUrl: string): string | undefined {
  const start = `${nameOf(publicUrl)}=`;
  return cookies.find((one) => one.startsWith(start))?.slice(start.length);
}

export const isOfConsole = (headers: Headers): boolean => headers[CONSOLE_HEADER] !== undefined;
export const isPoll = (headers: Headers): boolean => headers[CONSOLE_HEADER] === 'poll';

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

function isOwnOrigin(headers: Headers, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin !== undefined && headers.origin === originOf(publicUrl);
}

/** A form of another site sends no JSON; without a type it may send anything. */
function isJsonOrEmpty({ 'content-type': type, 'content-length': length = '0', ...headers }: Headers): boolean {
  return type === undefined ? length === '0' && headers['transfer-encoding'] === undefined : isJsonType(type);
}

/** True for a write that no page of the console sent. Reads change nothing, and other sites cannot see their answers. */
export const isCrossSite = (method: string, headers: Headers, publicUrl: string): boolean =>
  !READS.includes(method) && !(isOfConsole(headers) && isOwnOrigin(headers, publicUrl) && isJsonOrEmpty(headers));

interface Told {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly endsSession?: boolean;
}

/** The body with the field `token`, which is null for the console: its secret is in the cookie alone. */
export const bodyFor = (headers: Headers, { body, token }: Told): unknown =>
  token === undefined ? body : { token: isOfConsole(headers) ? null : token, ...(body as object) };

/** The cookie ends with the browser; the session in it ends by its own times. */
export function cookiesFor(headers: Headers, { token, endsSession }: Told, publicUrl: string): { cookies?: string[] } {
  if (!isOfConsole(headers)) return {};
  if (token) return { cookies: [cookie(token, publicUrl)] };
  return endsSession ? { cookies: [cookie('', publicUrl, '; Max-Age=0')] } : {};
}
