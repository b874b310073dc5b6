// Keeps web pages out: a browser on this machine lets any page send requests to this server, and by DNS rebinding even read the
// answers. So a request has to name this machine, and one that a page sent has to come from a page of ours. Called by dispatch.ts.
// Sources: Fetch Metadata Request Headers (W3C), RFC 6454 and RFC 9110, section 7.2.
import type { GatewayRequest } from './server.ts';

/** The names of this machine for itself; a port may be forwarded, any other name may lead elsewhere. */
const HERE = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

interface Visited {
  /** Origins whose pages may call, as CORS of the API says; `*` is any. Nothing under `/_local` is for them. */
  readonly allowedOrigins: readonly string[];
  /** Whether a link of a foreign page may lead here: such a page cannot read the answer. */
  readonly isLinked: boolean;
}

/** The reason to refuse a request; undefined for a request that no foreign page sent. */
export function refusalOf(
  { method, headers }: Pick<GatewayRequest, 'method' | 'headers'>,
  { allowedOrigins, isLinked }: Visited,
): string | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  if (host === undefined || !HERE.test(host)) return 'this server answers to 127.0.0.1 and localhost only';
  const isOurs = origin === `http://${host}`;
  const isAllowed = origin !== undefined && (allowedOrigins.includes('*') || allowedOrigins.includes(origin));
  if (origin !== undefined && !isOurs && !isAllowed) return 'pages of another origin may not call this server';
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none';
  const isFollowed = isLinked && method === 'GET' && headers['sec-fetch-mode'] === 'navigate';
  return isForeign && !isAllowed && !isFollowed ? 'pages of another site may not call this server' : undefined;
}
