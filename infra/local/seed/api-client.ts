// A small client of the local API for sample data and the demo: JSON in and out, and patience while the stack restarts.
import type { Json } from '../contracts.ts';

export interface ApiReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: callers pick the fields they know the route to answer
  readonly body: any;
}

export interface ApiClient {
  /** `path` is below the tenant. */
  call(method: string, path: string, body?: Json, headers?: Readonly<Record<string, string>>): Promise<ApiReply>;
  /** Like `call`, but anything else than success is an error with the problem's words. */
  must(
    method: string,
    path: string,
    body?: Json,
    headers?: Readonly<Record<string, string>>,
  ): Promise<ApiReply['body']>;
}

const PATIENCE_MS = 30_000;
const RETRY_MS = 100;

/** The status of the gateway's answers while the parts behind it are still starting. */
const NOT_READY = 503;

/** Repeats a request that got no answer, or was not let in, because the runtime is just being started again. */
export async function fetchWithPatience(url: string, init: RequestInit): Promise<Response> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const reply = await fetch(url, init);
      if (reply.status !== NOT_READY || Date.now() > until) return reply;
    } catch (error) {
      if (Date.now() > until) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

export function createApiClient(url: string, tenant: string, token: string): ApiClient {
  const call: ApiClient['call'] = async (method, path, body, headers = {}) => {
    const reply = await fetchWithPatience(`${url}/api/v1/${tenant}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    return { status: reply.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    call,
    must: async (method, path, body, headers) => {
      const reply = await call(method, path, body, headers);
      if (reply.status < 300) return reply.body;
      const { code, detail, title, message } = reply.body ?? {};
      throw new Error(`${method} ${path}: ${reply.status} ${code ?? ''} ${detail ?? title ?? message ?? ''}`);
    },
  };
}
