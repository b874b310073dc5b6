// One HTTP request as it is on the wire, for tests that look at headers and bytes: nothing is added or parsed.
import type { Body } from './stack.ts';

export interface RawReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body, when it says that it is JSON. */
  readonly body: Body;
}

export interface RawRequest {
  readonly method?: string;
  readonly token?: string | undefined;
  /** An object is sent as JSON, a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function rawRequest(url: string, request: RawRequest = {}): Promise<RawReply> {
  const { method = 'GET', token, body, headers = {} } = request;
  const reply = await fetch(url, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  const isJson = /\bjson\b/.test(reply.headers.get('content-type') ?? '');
  return { status: reply.status, headers: reply.headers, text, body: isJson ? JSON.parse(text) : undefined };
}

/** A problem without what differs from request to request. */
export const problemOf = ({ status, body }: RawReply): Body => {
  const { instance: _, ...problem } = body ?? {};
  return { answered: status, ...problem };
};
