// How clients and browsers keep answers: ETags, 304, and the answers that no shared cache may keep. Called by http-handler.ts.
import { createHash } from 'node:crypto';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { isOfConsole } from '../accounts/console-session.ts';
import type { Method } from '../manifest.ts';
import type { HttpEvent } from './request.ts';

type Headers = Readonly<Record<string, string>>;

const digestOf = (content: string | Uint8Array) =>
  createHash('sha256').update(content).digest('base64url').slice(0, 16);

/** If-Match takes the revision of it, so a change of what else the body shows refuses no write. */
export function etagOf(method: Method, revision: number | undefined, content: string | Uint8Array): string | undefined {
  const parts = [...(revision === undefined ? [] : [revision]), ...(method === 'GET' ? [digestOf(content)] : [])];
  return parts.length === 0 ? undefined : `"${parts.join('.')}"`;
}

/** RFC 9110, If-None-Match: compared weakly. */
export function isUnchanged({ headers, requestContext }: HttpEvent, { etag }: Headers): boolean {
  const known = headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return requestContext.http.method === 'GET' && etag !== undefined && (known.includes(etag) || known.includes('*'));
}

/** RFC 9110: a 304 has the headers of the answer that a cache needs. */
export function unchanged({ headers }: { readonly headers: Headers }): APIGatewayProxyStructuredResultV2 {
  const kept = Object.entries(headers).filter(([name]) => ['etag', 'cache-control', 'vary'].includes(name));
  return { statusCode: 304, headers: Object.fromEntries(kept) };
}

/** Only the browser keeps an answer to the console or to its cookie, and asks each time whether it has changed. */
export function privately(
  { headers, requestContext }: HttpEvent,
  reply: APIGatewayProxyStructuredResultV2,
): APIGatewayProxyStructuredResultV2 {
  if (!isOfConsole(headers) && requestContext.authorizer?.lambda?.byCookie === undefined) return reply;
  return { ...reply, headers: { 'cache-control': 'private, no-cache', ...reply.headers } };
}
