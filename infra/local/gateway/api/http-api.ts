// The template's HTTP API: route, authorizer, function, reply. Called by dispatch.ts for everything outside /_local.
// Errors of the gateway's own are API Gateway's, word for word.
import { randomUUID } from 'node:crypto';
import type { FunctionInvoker, InvocationResult, Json, JsonObject } from '../../contracts.ts';
import type { AuthorizerModel, HttpApiModel } from '../../template/model.ts';
import { ACCOUNT, REGION } from '../../template/resolution/identity.ts';
import { type GatewayHandler, type GatewayReply, type GatewayRequest, messageReply } from '../server.ts';
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

// An HTTP API gives up on an integration after this.
const INTEGRATION_TIMEOUT_MS = 30_000;

/** A handler that answers as the deployed API would. */
export function createHttpApi({ api, invoker, now, verbose, log }: HttpApiOptions): GatewayHandler {
  const find = compileRoutes(api.routes);

  const answer = async (request: GatewayRequest, requestId: string): Promise<GatewayReply> => {
    const found = findRoute(find, request);
    if (found === 'malformed') return messageReply(400, 'Bad Request');
    if (!found) return messageReply(404, 'Not Found');
    const { route, parameters } = found;
    const context = { api, routeKey: route.routeKey, pathParameters: parameters, requestId, now: now() };
    const base = baseEvent(request, context);
    const authorizer = api.authorizers.find(({ id }) => id === route.authorizerId);
    const verdict = authorizer && (await authorize(invoker, authorizer, api, request, base));
    if (verdict && 'failure' in verdict) {
      log(`${request.method} ${request.path}: authorizer: ${verdict.failure}`);
      return messageReply(500, 'Internal Server Error');
    }
    if (verdict && !verdict.isAuthorized) return messageReply(403, 'Forbidden');
    const event = integrationEvent(request, base, verdict?.context);
    const result = await withinTime(invoker.invoke(route.functionArn, event), INTEGRATION_TIMEOUT_MS);
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

type Verdict = { readonly isAuthorized: boolean; readonly context: Json } | { readonly failure: string };

/** A Lambda authorizer with simple responses, which is asked for every request. */
async function authorize(
  invoker: FunctionInvoker,
  { functionArn }: AuthorizerModel,
  { id }: HttpApiModel,
  { method, path }: GatewayRequest,
  base: JsonObject,
): Promise<Verdict> {
  const routeArn = `arn:aws:execute-api:${REGION}:${ACCOUNT}:${id}/$default/${method}${path}`;
  const result = await invoker.invoke(functionArn, { ...base, type: 'REQUEST', routeArn, identitySource: [] });
  if (!result.ok) return { failure: `${result.errorType}: ${result.errorMessage}` };
  const { isAuthorized, context = {} } = (result.payload as JsonObject | null) ?? {};
  return typeof isAuthorized === 'boolean'
    ? { isAuthorized, context }
    : { failure: 'its answer says neither yes nor no' };
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
