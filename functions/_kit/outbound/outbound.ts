// All outgoing HTTP: checks the address at connect time, and sets one deadline and a size limit. Follows redirects only
// within the origin, and never from a write to a GET. Each function makes one `Outbound` at its start. Errors name method,
// host and path, never a query, header or body.
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { jsonOf } from '../../../entities/_base/json.ts';
import { integrationErrors } from '../../../entities/integrations/errors.ts';
import type { Outbound, OutboundReply, OutboundRequest } from '../../_adapters/adapter.ts';
import { decoded } from './encoded-body.ts';
import { createAddressGuard } from './outbound-address.ts';

export interface OutboundOptions {
  /** Host names, addresses and CIDR ranges that may be called although they are not public, and without TLS. */
  readonly allowedHosts: readonly string[];
  /** Resolves names; `dns.lookup` by default. */
  readonly lookup?: LookupFunction;
  /** The most bytes of a reply's body; 2 MiB by default. */
  readonly maxBytes?: number;
  readonly userAgent?: string;
}

const MAX_REDIRECTS = 3;
const MAX_BYTES = 2 * 1024 * 1024;
/** The most bytes read of an error reply: its status is enough. */
const MAX_FAILURE_BYTES = 256 * 1024;
const TIMEOUT_MS = 10_000;
/** Shorter than the idle time-out of common load balancers, so that we close a connection before they do. */
const IDLE_MS = 4_000;

/**
 * Throws `integration.address_refused`, `.refused` (redirect to another origin, bad URL or certificate), `.unavailable`
 * (time-out, connection) and `.reply_invalid` (too large). Every HTTP status is a reply, not an error.
 */
export function createOutbound(options: OutboundOptions): Outbound {
  const { allowedHosts, lookup, maxBytes = MAX_BYTES, userAgent = 'windlass' } = options;
  const guard = createAddressGuard(allowedHosts, lookup);
  const pool = { keepAlive: true, timeout: IDLE_MS };
  const agents = {
    'http:': new http.Agent({ ...pool, lookup: guard.plainLookup }),
    'https:': new https.Agent({ ...pool, lookup: guard.lookup }),
  };

  function open(url: URL, request: OutboundRequest, signal: AbortSignal): Promise<http.IncomingMessage> {
    const { content, type } = encodeBody(request.body);
    const headers: Record<string, string> = { 'user-agent': userAgent, accept: 'application/json' };
    if (type) headers['content-type'] = type;
    if (content || !isRead(request)) headers['content-length'] = String(content?.byteLength ?? 0);
    for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
    const secure = url.protocol === 'https:';
    const agent = secure ? agents['https:'] : agents['http:'];
    return new Promise((resolve, reject) => {
      const send = (secure ? https : http).request(url, { method: request.method, headers, agent, signal }, resolve);
      send.on('error', (error) => {
        // The server closed an idle connection: it processed nothing, and repeating a GET is harmless.
        const isStale = send.reusedSocket && isRead(request) && codeOf(error) === 'ECONNRESET';
        if (isStale && !signal.aborted) open(url, request, signal).then(resolve, reject);
        else reject(error);
      });
      send.end(content);
    });
  }

  async function exchange(
    url: URL,
    request: OutboundRequest,
    signal: AbortSignal,
    hops: number,
  ): Promise<OutboundReply> {
    guard.checkLiteral(url.hostname, url.protocol === 'http:');
    const reply = await open(url, request, signal);
    const status = reply.statusCode ?? 0;
    const location = reply.headers.location;
    if (isRedirect(status) && location && !request.followsNothing) {
      reply.destroy();
      if (hops >= MAX_REDIRECTS) throw refused(request, url, `redirects more than ${MAX_REDIRECTS} times`);
      return exchange(redirectTarget(url, location, request, status), request, signal, hops + 1);
    }
    const text = await readText(reply, maxBytes, request, url);
    return { status, headers: headersOf(reply), text, json: jsonOf(text) };
  }

  return {
    async request(request) {
      const url = parseUrl(request.url);
      const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        return await exchange(url, request, signal, 0);
      } catch (error) {
        if (isDomainError(error)) throw error;
        if (signal.aborted) throw unavailable(request, url, `took longer than ${timeoutMs} ms`);
        throw connectionFailure(error, request, url);
      }
    },
  };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw integrationErrors.refused({ detail: 'An address must be an http or https URL' });
  }
  if (url.username || url.password) {
    throw integrationErrors.refused({ detail: 'An address must not carry a user name or password' });
  }
  return url;
}

const isRead = ({ method }: OutboundRequest) => method === 'GET' || method === 'HEAD';

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

/** These statuses ask for a GET of another page (RFC 9110 section 15.4), whose reply is not the reply to a write. */
const ASKS_FOR_A_GET = [301, 302, 303];

/** Follows a redirect only within the origin: another origin would get our credential. */
function redirectTarget(from: URL, location: string, request: OutboundRequest, status: number): URL {
  if (!URL.canParse(location, from.href)) throw refused(request, from, 'redirects to an invalid URL');
  const target = parseUrl(new URL(location, from).href);
  if (target.origin !== from.origin) {
    throw refused(request, from, `redirects to ${target.origin}; if that is the right address, set it as the base URL`);
  }
  if (!isRead(request) && ASKS_FOR_A_GET.includes(status)) {
    throw refused(request, from, `redirects (${status}) to ${target.origin}${target.pathname} and did nothing`);
  }
  return target;
}

async function readText(
  reply: http.IncomingMessage,
  maxBytes: number,
  request: OutboundRequest,
  url: URL,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const isFailure = (reply.statusCode ?? 0) >= 400;
  for await (const chunk of reply as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (isFailure && size > MAX_FAILURE_BYTES) break;
    // Leaving the loop destroys the stream and its connection.
    if (size > maxBytes) {
      throw integrationErrors.reply_invalid({ detail: `${named(request, url)} answered more than ${maxBytes} bytes` });
    }
    chunks.push(chunk);
  }
  try {
    return decoded(Buffer.concat(chunks), reply.headers['content-encoding'], maxBytes).toString('utf8');
  } catch {
    if (isFailure) return '';
    const detail = `${named(request, url)} answered a body that is not ${reply.headers['content-encoding']}, or has more than ${maxBytes} bytes`;
    throw integrationErrors.reply_invalid({ detail });
  }
}

function headersOf(reply: http.IncomingMessage): Record<string, string> {
  const entries = Object.entries(reply.headersDistinct).map(([name, values]) => [name, (values ?? []).join(', ')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

const CERTIFICATE =
  /^(ERR_TLS_CERT_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY|DECODE|DECRYPT)_|INVALID_(CA|PURPOSE)|HOSTNAME_)/;

function connectionFailure(error: unknown, request: OutboundRequest, url: URL) {
  const code = codeOf(error);
  if (CERTIFICATE.test(code)) return refused(request, url, `the certificate of ${url.host} is not valid (${code})`);
  // A token was pasted with a line break: a retry would not help.
  if (code === 'ERR_INVALID_CHAR') return refused(request, url, 'a header holds a character that HTTP does not allow');
  if (code.startsWith('HPE_'))
    return integrationErrors.reply_invalid({ detail: `${named(request, url)}: not HTTP (${code})` });
  return unavailable(request, url, `no connection (${code || 'reset'})`);
}

/** Node throws an AggregateError if every address of a name failed. */
function codeOf(error: unknown): string {
  const { code, errors } = Object(error) as { code?: unknown; errors?: readonly unknown[] };
  return typeof code === 'string' ? code : errors?.length ? codeOf(errors[0]) : '';
}

const named = (request: OutboundRequest, url: URL) => `${request.method} ${url.host}${url.pathname}`;
const refused = (request: OutboundRequest, url: URL, why: string) =>
  integrationErrors.refused({ detail: `${named(request, url)}: ${why}` });
const unavailable = (request: OutboundRequest, url: URL, why: string) =>
  integrationErrors.unavailable({ detail: `${named(request, url)}: ${why}` });

/**
 * An object becomes JSON and URLSearchParams become a form; a string is sent unchanged (the caller sets its content-type).
 */
function encodeBody(body: unknown): { content?: Buffer; type?: string } {
  if (body === undefined) return {};
  if (typeof body === 'string') return { content: Buffer.from(body) };
  if (body instanceof URLSearchParams) {
    return { content: Buffer.from(body.toString()), type: 'application/x-www-form-urlencoded' };
  }
  return { content: Buffer.from(JSON.stringify(body)), type: 'application/json; charset=utf-8' };
}
