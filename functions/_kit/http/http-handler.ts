// The `api` function of a domain: its operations behind API Gateway. Each request is authenticated, authorized, parsed and
// run. The surface finds the caller and renders replies and errors.
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
import { bodyFor, cookiesFor, isCrossSite, isOfConsole } from '../accounts/console-session.ts';
import { type Binding, bind } from '../binding.ts';
import { logger } from '../logger.ts';
import { baseOf, type Manifest, type Route } from '../manifest.ts';
import { type Caller, type Change, createSave, retryOnConflict, type Save } from '../save.ts';
import { etagOf, isUnchanged, privately, unchanged } from './caching.ts';
import { withMark, withoutMark } from './list-cursor.ts';
import { createNoteRefusal, type NoteRefusal } from './note-refusal.ts';
import { takesIdempotencyKey, takesIfMatch } from './refusals.ts';
import { type Misfit, parseReply } from './reply.ts';
import { type HttpEvent, parseInput, refusedCaller, revisionAsked, type Visitor, visitorOf } from './request.ts';
import { baseOfRequest, routeParameters, type Surface } from './surface.ts';
import { v1 } from './surfaces/v1.ts';
import { isPreflight, unknownRoute } from './unknown-route.ts';

/** The answer of an operation; the route defines the status. */
export interface Reply {
  /** As `reply` of the route says; text or bytes if the route `produces` another type than JSON. */
  readonly body?: unknown;
  /** The answer of a dry run: as `dryReply` of the route says, with status 200. */
  readonly isDry?: true;
  /** Further headers, lower case, such as `content-disposition`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Path of the created resource below the tenant, e.g. `/releases/…`. */
  readonly location?: string;
  /** Of a list that is not JSON: becomes the Link header. */
  readonly nextCursor?: string;
  /** The secret of a session, for the field `token` of the body; the console gets it in a cookie. null: no new secret. */
  readonly token?: string | null;
  /** The session that sent the request has ended: the console's cookie is deleted. */
  readonly endsSession?: boolean;
  /** Becomes the ETag; that of a GET also has the digest of its body, which shows more than the revision covers, such as actions. */
  readonly revision?: number;
}

type Output<S> = S extends z.ZodType ? z.output<S> : undefined;

export interface Call<R extends Route = Route> {
  /** Undefined on a route that is open to everybody. */
  readonly caller: R['access'] extends 'OPEN' ? undefined : Caller;
  /** The sender of a request to a route that is open to everybody. */
  readonly visitor: R['access'] extends 'OPEN' ? Visitor : undefined;
  /** Path parameters of the route, without those of the surface's base path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
  /** The revision of If-Match; an operation that changes an entity passes it to the model. */
  readonly revision: number | undefined;
  /** Saves the change together with the reply, which repetitions of the request get again. */
  save(change: Change, reply: Reply): Promise<Reply>;
}

export type Operation<R extends Route, Deps> = (call: Call<R>, deps: Deps) => Promise<Reply>;

export type Operations<M extends Manifest, Deps> = {
  readonly [Name in keyof M['routes']]: Operation<M['routes'][Name], Deps>;
};

/** The dependencies of the handler itself. */
export interface HttpKit {
  readonly now: () => number;
  readonly save: Save;
  readonly idempotency: IdempotencyRepo;
  readonly misfit: Misfit;
  readonly noteRefusal: NoteRefusal;
  /** Needed by routes that set the cookie of the console. */
  readonly publicUrl: string;
}

const logMisfit: Misfit = (operation, issues) => {
  const fields = issues.map(({ path, code }) => `${path.join('.')} ${code}`);
  logger.error('the reply does not fit its schema', { operation, fields });
};

export const createHttpKit = (table: Table, now: () => number = Date.now, publicUrl = ''): HttpKit => ({
  now,
  save: createSave(table),
  idempotency: createIdempotencyRepo(table),
  misfit: logMisfit,
  noteRefusal: createNoteRefusal(table),
  publicUrl,
});

interface Stored {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly cookies?: string[];
  readonly body: string;
  readonly isBase64Encoded?: true;
}

/** A route with the operation that answers it. */
interface Served<Deps> {
  readonly name: string;
  readonly route: Route;
  readonly operation: Operation<Route, Deps>;
  readonly surface: Surface;
  readonly kit: HttpKit;
  readonly deps: Deps;
}

function contentOf<Deps>({ name, route, surface, kit }: Served<Deps>, event: HttpEvent, reply: Reply) {
  if (route.produces !== undefined) {
    const { headers } = surface.render(event, { nextCursor: reply.nextCursor });
    return { headers: { ...headers, 'content-type': route.produces }, content: reply.body as string | Uint8Array };
  }
  const { headers, body } = surface.render(
    event,
    parseReply(name, route.reply, bodyFor(event.headers, reply), kit.misfit),
  );
  if (body === undefined) return { headers, content: '' };
  return { headers: { ...headers, 'content-type': 'application/json' }, content: JSON.stringify(body) };
}

/** The route as it answers a dry run. */
const dry = <Deps>(served: Served<Deps>): Served<Deps> => ({
  ...served,
  route: { ...served.route, status: 200, ...(served.route.dryReply && { reply: served.route.dryReply }) },
});

function render<Deps>(asked: Served<Deps>, event: HttpEvent, reply: Reply): Stored {
  const served = reply.isDry ? dry(asked) : asked;
  const { route, surface, kit } = served;
  const { headers: known, content } = contentOf(served, event, reply);
  const headers: Record<string, string> = { ...known, ...reply.headers };
  const etag = etagOf(route.method, reply.revision, content);
  if (etag !== undefined) headers.etag = etag;
  if (reply.location !== undefined) headers.location = `${baseOfRequest(surface, event)}${reply.location}`;
  const cookies = cookiesFor(event.headers, reply, kit.publicUrl);
  if (typeof content === 'string') return { statusCode: route.status, headers, ...cookies, body: content };
  const body = Buffer.from(content).toString('base64');
  return { statusCode: route.status, headers, body, isBase64Encoded: true };
}

const hashOf = (event: HttpEvent) =>
  createHash('sha256')
    .update(`${event.requestContext.http.method} ${event.rawPath}?${event.rawQueryString}\n${event.body ?? ''}`)
    .digest('base64url');

function idempotencyScope(route: Route, event: HttpEvent, caller: Caller | undefined): IdempotencyScope | undefined {
  const key = event.headers['idempotency-key'];
  if (!caller || key === undefined || !takesIdempotencyKey(route)) return undefined;
  if (key.length < 1 || key.length > 255) {
    throw baseErrors.invalid({
      fields: [{ path: 'Idempotency-Key', code: 'request.invalid_header', message: 'must have 1 to 255 characters' }],
    });
  }
  return { tenantId: caller.tenantId, principalId: caller.actor.id, key };
}

/** The caller; a refusal of its rights leaves an audit entry. */
async function admitted<Deps>({ name, route, surface, kit }: Served<Deps>, event: HttpEvent, now: number) {
  const { method } = event.requestContext.http;
  const wantsCookie = route.access === 'OPEN' && route.setsCookie === true && isOfConsole(event.headers);
  if (wantsCookie && isCrossSite(method, event.headers, kit.publicUrl)) throw baseErrors.cross_site();
  try {
    return surface.callerOf(event, route, now);
  } catch (error) {
    const caller = refusedCaller(error);
    if (caller) await kit.noteRefusal(caller, { operation: name, reason: (error as Error).message });
    throw error;
  }
}

async function serve<Deps>(served: Served<Deps>, event: HttpEvent): Promise<APIGatewayProxyStructuredResultV2> {
  const { route, operation, surface, kit, deps } = served;
  const now = kit.now();
  const caller = await admitted(served, event, now);
  const params = routeParameters(surface, event);
  const revision = takesIfMatch(route) ? revisionAsked(event) : undefined;
  const scope = idempotencyScope(route, event, caller);
  const holder = randomUUID();
  const stored = scope && (await kit.idempotency.begin(scope, hashOf(event), holder, now));
  if (stored !== undefined) return JSON.parse(stored) as Stored;
  let isHeld = scope !== undefined;
  const save: Call['save'] = async (change, reply) => {
    const further = scope
      ? [kit.idempotency.complete(scope, holder, JSON.stringify(render(served, event, reply)))]
      : [];
    if (!caller) throw new Error('the change of a visitor needs the `save` of the binding, with the actor found');
    await kit.save(caller, change, ...further);
    isHeld = false;
    return reply;
  };
  try {
    // Checked after the idempotency key: a different request with the same key is refused for that reason first.
    const { query, body } = parseInput(route, event);
    const call: Call = {
      caller: caller as Caller,
      visitor: (caller === undefined ? visitorOf(event, now) : undefined) as undefined,
      params,
      query: withoutMark(served, query) as never,
      body: body as never,
      revision,
      save,
    };
    const reply = await (revision === undefined ? retryOnConflict(() => operation(call, deps)) : operation(call, deps));
    const rendered = render(served, event, withMark(served, query, reply));
    if (scope && isHeld) {
      await kit.idempotency.keep(scope, holder, JSON.stringify(rendered));
      isHeld = false;
    }
    return isUnchanged(event, rendered.headers) ? unchanged(rendered) : rendered;
  } catch (error) {
    if (revision !== undefined && (error as { code?: string }).code === 'request.conflict') {
      throw baseErrors.precondition_failed();
    }
    throw error;
  } finally {
    if (scope && isHeld) await kit.idempotency.release(scope, holder);
  }
}

/** Static segments win over parameters, as in API Gateway: `/releases/suggestions` before `/releases/{release}`. */
const wordsFirst = ([, one]: [string, Route], [, other]: [string, Route]): number =>
  one.path.split('{').length - other.path.split('{').length;

/** The Lambda handler. */
export function httpHandler<M extends Manifest, Deps>(
  manifest: M,
  operations: Operations<M, Deps>,
  kit: HttpKit,
  deps: Deps,
  surface: Surface = v1,
) {
  const unknown = (method: string, path: string) =>
    unknownRoute(surface.base, Object.values(manifest.routes), method, path);
  const routes = Object.entries<Route>(manifest.routes)
    .sort(wordsFirst)
    .map(([name, route]) => {
      const operation = operations[name as keyof M['routes']] as unknown as Operation<Route, Deps>;
      const served: Served<Deps> = { name, route, operation, surface, kit, deps };
      return {
        method: route.method,
        path: `${surface.base}${route.path}`,
        handler: async (event: HttpEvent) => privately(event, await serve(served, event)),
      };
    });
  const greedy = routes.flatMap(({ path }) => (path.endsWith('{proxy+}') ? [path.replace('{proxy+}', '')] : []));
  const router: (event: HttpEvent, ...rest: unknown[]) => unknown = httpRouter({
    routes: routes as never,
    notFoundResponse: ({ method, path }) => {
      throw unknown(method, path);
    },
  }) as never;
  return middy<HttpEvent, APIGatewayProxyStructuredResultV2>()
    .use({
      onError: (request) => {
        const refusal = surface.refuse(request.error, request.event.requestContext?.requestId);
        request.response = privately(request.event, refusal);
      },
    })
    .handler(((event: HttpEvent, ...rest: unknown[]) => {
      if (isPreflight(event)) return { statusCode: 204 };
      const { method, path } = event.requestContext.http;
      // The router ignores a slash at the end of a path; API Gateway does not, but for greedy routes.
      if (path.endsWith('/') && !greedy.some((start) => path.startsWith(start))) throw unknown(method, path);
      return router(event, ...rest);
    }) as never);
}

/** The handler of a domain's `api` function, bound to its deployment. */
export function apiOf<M extends Manifest, Deps>(
  manifest: M,
  operations: Operations<M, Deps>,
  depsOf: (binding: Binding<M, 'api'>) => NoInfer<Deps>,
  surface: Surface = v1,
) {
  if (surface.base !== baseOf(manifest)) throw new Error(`${manifest.domain} is for another surface`);
  const binding = bind(manifest, 'api');
  const { PUBLIC_URL } = binding.environment as { readonly PUBLIC_URL?: string };
  const kit = createHttpKit(binding.table, binding.now, PUBLIC_URL);
  return httpHandler(manifest, operations, kit, depsOf(binding), surface);
}
