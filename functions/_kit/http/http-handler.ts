// The `api` function of a domain: its operations behind API Gateway. Every request goes authenticate, authorize, parse, run,
// reply; every error becomes a problem document.
import { createHash, randomUUID } from 'node:crypto';
import middy from '@middy/core';
import httpRouter from '@middy/http-router';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { Table } from '../../../entities/_base/table/table.ts';
import {
  createIdempotencyRepo,
  type IdempotencyRepo,
  type IdempotencyScope,
} from '../../../entities/idempotency/idempotency.repo.ts';
import { API_BASE } from '../../../entities/names.ts';
import { type Binding, bind } from '../binding.ts';
import { type Caller, type Change, type Commit, createCommit, retryOnConflict } from '../commit.ts';
import type { Manifest, Route } from '../manifest.ts';
import { problemReply } from './problem.ts';
import { callerOf, type HttpEvent, parseInput, revisionAsked } from './request.ts';
import { isPreflight, unknownRoute } from './unknown-route.ts';

/** The answer of an operation; the route says the status. */
export interface Reply {
  readonly body?: unknown;
  /** Path of the created resource below the tenant, e.g. `/releases/…`. */
  readonly location?: string;
  /** Becomes the ETag. */
  readonly revision?: number;
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface Call<R extends Route = Route> {
  readonly caller: Caller;
  /** Path parameters, without the tenant. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
  /** The revision of If-Match; an operation that changes an entity passes it to the model. */
  readonly revision: number | undefined;
  /** Commits the change together with the reply that this request (and any repetition of it) gets. */
  commit(change: Change, reply: Reply): Promise<Reply>;
}

export type Operation<R extends Route, Deps> = (call: Call<R>, deps: Deps) => Promise<Reply>;

export type Operations<M extends Manifest, Deps> = {
  readonly [Name in keyof M['routes']]: Operation<M['routes'][Name], Deps>;
};

/** The dependencies of the handler itself. */
export interface HttpKit {
  readonly now: () => number;
  readonly commit: Commit;
  readonly idempotency: IdempotencyRepo;
}

export const createHttpKit = (table: Table, now: () => number = Date.now): HttpKit => ({
  now,
  commit: createCommit(table),
  idempotency: createIdempotencyRepo(table),
});

interface Stored {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

function render(route: Route, event: HttpEvent, reply: Reply): Stored {
  const tenant = event.pathParameters?.tenant ?? '';
  const headers: Record<string, string> = {};
  if (reply.body !== undefined) headers['content-type'] = 'application/json';
  if (reply.revision !== undefined) headers.etag = `"${reply.revision}"`;
  if (reply.location !== undefined) headers.location = `${API_BASE.replace('{tenant}', tenant)}${reply.location}`;
  const next = (reply.body as { nextCursor?: unknown } | undefined)?.nextCursor;
  if (typeof next === 'string') {
    const query = new URLSearchParams({ ...event.queryStringParameters, cursor: next } as Record<string, string>);
    headers.link = `<${event.rawPath}?${query}>; rel="next"`;
  }
  return { statusCode: route.status, headers, body: reply.body === undefined ? '' : JSON.stringify(reply.body) };
}

const hashOf = (event: HttpEvent) =>
  createHash('sha256')
    .update(`${event.requestContext.http.method} ${event.rawPath}?${event.rawQueryString}\n${event.body ?? ''}`)
    .digest('base64url');

/** A POST does its work again, and a DELETE answers otherwise, when the same request comes again. */
const NOT_IDEMPOTENT: readonly string[] = ['POST', 'DELETE'];

function idempotencyScope(event: HttpEvent, caller: Caller): IdempotencyScope | undefined {
  const key = event.headers['idempotency-key'];
  if (key === undefined || !NOT_IDEMPOTENT.includes(event.requestContext.http.method)) return undefined;
  if (key.length < 1 || key.length > 255) {
    throw baseErrors.invalid({
      fields: [{ path: 'Idempotency-Key', code: 'request.invalid_header', message: 'must have 1 to 255 characters' }],
    });
  }
  return { tenantId: caller.tenantId, principalId: caller.actor.id, key };
}

async function serve<Deps>(
  route: Route,
  operation: Operation<Route, Deps>,
  event: HttpEvent,
  kit: HttpKit,
  deps: Deps,
): Promise<APIGatewayProxyStructuredResultV2> {
  if (route.access === 'SIGNED') throw new Error('signed routes have a handler of their own');
  const caller = callerOf(event, route.access, kit.now());
  const { tenant: _, ...params } = (event.pathParameters ?? {}) as Record<string, string>;
  const revision = revisionAsked(event);
  const scope = idempotencyScope(event, caller);
  const holder = randomUUID();
  const stored = scope && (await kit.idempotency.begin(scope, hashOf(event), holder, caller.at));
  if (stored !== undefined) return JSON.parse(stored) as Stored;
  let isHeld = scope !== undefined;
  const commit: Call['commit'] = async (change, reply) => {
    const further = scope ? [kit.idempotency.complete(scope, holder, JSON.stringify(render(route, event, reply)))] : [];
    await kit.commit(caller, change, ...further);
    isHeld = false;
    return reply;
  };
  try {
    // After the key: another request with it is told so first, whatever else is wrong with it.
    const { query, body } = parseInput(route, event);
    const call: Call = { caller, params, query: query as never, body: body as never, revision, commit };
    const reply = await (revision === undefined ? retryOnConflict(() => operation(call, deps)) : operation(call, deps));
    const rendered = render(route, event, reply);
    if (scope && isHeld) {
      await kit.idempotency.keep(scope, holder, JSON.stringify(rendered));
      isHeld = false;
    }
    return rendered;
  } catch (error) {
    if (revision !== undefined && (error as { code?: string }).code === 'request.conflict') {
      throw baseErrors.precondition_failed();
    }
    throw error;
  } finally {
    if (scope && isHeld) await kit.idempotency.release(scope, holder);
  }
}

/** As API Gateway does: a path that says a segment in words wins over one that takes any, e.g. `/releases/suggestions`. */
const wordsFirst = ([, one]: [string, Route], [, other]: [string, Route]): number =>
  one.path.split('{').length - other.path.split('{').length;

/** The Lambda handler of a domain's `api` function. */
export function httpHandler<M extends Manifest, Deps>(
  manifest: M,
  operations: Operations<M, Deps>,
  kit: HttpKit,
  deps: Deps,
) {
  const routes = Object.entries<Route>(manifest.routes)
    .sort(wordsFirst)
    .map(([name, route]) => ({
      method: route.method,
      path: `${API_BASE}${route.path}`,
      handler: (event: HttpEvent) => serve(route, operations[name as keyof M['routes']] as never, event, kit, deps),
    }));
  const router: (event: HttpEvent, ...rest: unknown[]) => unknown = httpRouter({
    routes: routes as never,
    notFoundResponse: ({ method, path }) => {
      throw unknownRoute(Object.values(manifest.routes), method, path);
    },
  }) as never;
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        request.response = problemReply(request.error, request.event.requestContext?.requestId);
      },
    })
    .handler(((event: HttpEvent, ...rest: unknown[]) => {
      if (isPreflight(event)) return { statusCode: 204 };
      const { method, path } = event.requestContext.http;
      // The router takes a path with a slash at its end for the one without; API Gateway does not.
      if (path.endsWith('/')) throw unknownRoute(Object.values(manifest.routes), method, path);
      return router(event, ...rest);
    }) as never);
}

/** The handler of a domain's `api` function, bound to its deployment. */
export function apiOf<M extends Manifest, Deps>(
  manifest: M,
  operations: Operations<M, Deps>,
  depsOf: (binding: Binding<M, 'api'>) => NoInfer<Deps>,
) {
  const binding = bind(manifest, 'api');
  return httpHandler(manifest, operations, createHttpKit(binding.table), depsOf(binding));
}
