// The template's HTTP API: route, authorizer, function, reply. Called by dispatch.ts for everything outside /_local.
// Errors of the gateway's own are API Gateway's, word for word.
import { randomUUID } from 'node:crypto';
import type { FunctionInvoker, InvocationResult, JsonObject } from '../../contracts.ts';
import type { HttpApiModel } from '../../template/model.ts';
import { ACCOUNT, REGION } from '../../template/resolution/identity.ts';
import { type GatewayHandler, type GatewayReply, type GatewayRequest, messageReply } from '../server.ts';
import { type Authorize, createAuthorizer } from './authorizer.ts';
import { corsHeaders, preflight } from './cors.ts';
import { baseEvent, integrationEvent, replyOf } from './http-event.ts';
import { compileRoutes, type RouteMatch } from './routes.ts';

export interface HttpApiOptions {
  readonly api: HttpApiModel;
  readonly invoker: FunctionInvoker;
  readonly now: () => number;
  /** One line for each request, not only for those that fail. */
  readonly verbose: boolean;
  readonly log: (line: string) => void;
}

// An HTTP API gives up on an integration after this, unless the integration says less.
const INTEGRATION_TIMEOUT_MS = 30_000;

/** A handler that answers as the deployed API would. */
export function createHttpApi({ api, invoker, now, verbose, log }: HttpApiOptions): GatewayHandler {
  const find = compileRoutes(api.routes);
  const authorizers = new Map(api.authorizers.map((model) => [model.id, createAuthorizer(model, invoker, now)]));

  const answer = async (request: GatewayRequest, requestId: string): Promise<GatewayReply> => {
    const found = findRoute(find, request);
    if (found === 'malformed') return messageReply(400, 'Bad Request');
    if (!found) return messageReply(404, 'Not Found');
    const { route, parameters } = found;
    const context = { api, routeKey: route.routeKey, pathParameters: parameters, requestId, now: now() };
    const base = baseEvent(request, context);
    const verdict = await authorized(authorizers, route.authorizerId, request, base, api);
    if (verdict.kind === 'unauthorized') return messageReply(401, 'Unauthorized');
    if (verdict.kind === 'forbidden') return messageReply(403, 'Forbidden');
    if (verdict.kind === 'failed') return messageReply(500, 'Internal Server Error');
    const event = integrationEvent(request, base, verdict.context);
    const result = await withinTime(
      invoker.invoke(route.functionArn, event),
      route.timeoutMs ?? INTEGRATION_TIMEOUT_MS,
    );
    if (result === 'late') return messageReply(503, 'Service Unavailable');
    if (result.ok) return replyOf(result.payload);
    log(`${request.method} ${request.path}: ${result.errorType}: ${result.errorMessage}`);
    return messageReply(500, 'Internal Server Error');
  };

  return async (request) => {
    const early = api.cors && preflight(request, api.cors);
    if (early) return early;
    const requestId = randomUUID();
    const startedAt = now();
    const reply = await answer(request, requestId);
    if (verbose) log(`${request.method} ${request.path} ${reply.status} ${now() - startedAt} ms`);
    const cors = api.cors ? corsHeaders(request, api.cors) : {};
    return { ...reply, headers: { ...reply.headers, ...cors, 'apigw-requestid': requestId } };
  };
}

type Find = ReturnType<typeof compileRoutes>;

function findRoute(find: Find, request: GatewayRequest): RouteMatch | 'malformed' | undefined {
  try {
    decodeURIComponent(request.path);
  } catch {
    return 'malformed';
  }
  return find(request.method, request.path);
}

async function authorized(
  authorizers: ReadonlyMap<string, Authorize>,
  authorizerId: string | undefined,
  request: GatewayRequest,
  base: JsonObject,
  api: HttpApiModel,
) {
  if (authorizerId === undefined) return { kind: 'allowed', context: undefined } as const;
  const authorize = authorizers.get(authorizerId);
  if (!authorize) return { kind: 'failed' } as const;
  const routeArn = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${api.id}/$default/${request.method}${request.path}`;
  return authorize(request, base, routeArn);
}

async function withinTime(work: Promise<InvocationResult>, ms: number): Promise<InvocationResult | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const first = await Promise.race([work, late]);
  clearTimeout(timer);
  return first;
}
