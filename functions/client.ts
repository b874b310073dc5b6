// The typed client of the API: endpoints, parameters, bodies and answers are those of the manifests, of which only types are
// imported. Used by sample data, demo and tests, and by the console in a browser.
import type * as z from 'zod';
import type { KnownManifest } from '../infra/manifests.ts';
import type { Route } from './_kit/manifest.ts';

type RouteIn<M> = M extends { readonly surface: 'open' }
  ? never
  : M extends { readonly routes: infer R }
    ? R[keyof R]
    : never;
type KeyOf<R> = R extends Route ? `${R['method']} ${R['path']}` : never;
/** The routes of the surface v1 by method and path: `POST /releases/{release}/kickoff`. */
type Routes = { readonly [R in RouteIn<KnownManifest> as KeyOf<R>]: R };
export type Endpoint = keyof Routes;

type ParameterIn<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | ParameterIn<Rest> : never;
type Given<R, Field extends 'query' | 'body'> = R extends { readonly [F in Field]: infer S extends z.ZodType }
  ? z.input<S>
  : undefined;
/** A field that may be missing if it may be undefined. */
type Asked<Name extends string, T> = undefined extends T ? { readonly [N in Name]?: T } : { readonly [N in Name]: T };

export type Input<E extends Endpoint> = Asked<'body', Given<Routes[E], 'body'>> & {
  readonly query?: Given<Routes[E], 'query'>;
  readonly headers?: Readonly<Record<string, string>>;
} & ([ParameterIn<E>] extends [never] ? object : { readonly params: Readonly<Record<ParameterIn<E>, string>> });

export type Output<E extends Endpoint> = Routes[E] extends { readonly reply: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly legal?: readonly string[];
}

export type Answer<E extends Endpoint> =
  | { readonly ok: true; readonly status: number; readonly headers: Headers; readonly body: Output<E> }
  | { readonly ok: false; readonly status: number; readonly headers: Headers; readonly body: Problem };

type Arguments<E extends Endpoint> = object extends Input<E> ? [input?: Input<E>] : [input: Input<E>];

export interface Client {
  call<E extends Endpoint>(endpoint: E, ...input: Arguments<E>): Promise<Answer<E>>;
  /** Like `call`; throws the problem's words unless the answer is a success. */
  must<E extends Endpoint>(endpoint: E, ...input: Arguments<E>): Promise<Output<E>>;
}

interface Connection {
  /** Of the deployment, e.g. `https://windlass.example`. */
  readonly url: string;
  /** Id or slug. */
  readonly tenant: string;
  readonly token?: string;
  readonly send?: typeof fetch;
}

interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createClient({ url, tenant, token, send = fetch }: Connection): Client {
  async function call(endpoint: string, { params = {}, query = {}, body, headers }: AnyInput = {}) {
    const [method = '', path = ''] = endpoint.split(' ');
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const asked = Object.entries(query).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    );
    const search = asked.length === 0 ? '' : `?${new URLSearchParams(Object.fromEntries(asked))}`;
    const reply = await send(`${url}/api/v1/${encodeURIComponent(tenant)}${filled}${search}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    const isJson = /\bjson\b/.test(reply.headers.get('content-type') ?? '');
    return { ok: reply.ok, status: reply.status, headers: reply.headers, body: isJson ? JSON.parse(text) : text };
  }
  const must = async (endpoint: string, input?: AnyInput) => {
    const { ok, status, body } = await call(endpoint, input);
    if (ok) return body;
    const { code = '', detail, title, message = '' } = Object(body);
    throw new Error(`${endpoint}: ${status} ${code} ${detail ?? title ?? message}`);
  };
  return { call, must } as Client;
}
