// Lambda REQUEST authorizers of an HTTP API: identity sources, simple and IAM responses, the result cache. Called by
// http-api.ts. Source: API Gateway Developer Guide, "Control access to HTTP APIs with AWS Lambda authorizers".
import type { FunctionInvoker, Json, JsonObject } from '../../contracts.ts';
import type { AuthorizerModel } from '../../template/model.ts';
import { matchesPattern } from '../aws/grants.ts';
import type { GatewayRequest } from '../server.ts';

export type Verdict =
  | { readonly kind: 'allowed'; readonly context: Json }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'failed' };

export type Authorize = (request: GatewayRequest, base: JsonObject, routeArn: string) => Promise<Verdict>;

/** An authorizer over `invoker`; results are kept by identity for the template's TTL. */
export function createAuthorizer(model: AuthorizerModel, invoker: FunctionInvoker, now: () => number): Authorize {
  const cache = new Map<string, { answer: JsonObject; until: number }>();
  return async (request, base, routeArn) => {
    const identity = model.identitySource.map((source) => identityOf(source, request, base));
    if (identity.some((value) => value === undefined || value === '')) return { kind: 'unauthorized' };
    const key = JSON.stringify(identity);
    const known = cache.get(key);
    if (known && known.until > now()) return verdictOf(known.answer, model, routeArn);
    const event = { ...base, type: 'REQUEST', routeArn, identitySource: identity as string[] };
    const result = await invoker.invoke(model.functionArn, event);
    if (!result.ok) return { kind: result.errorMessage === 'Unauthorized' ? 'unauthorized' : 'failed' };
    if (typeof result.payload !== 'object' || result.payload === null || Array.isArray(result.payload))
      return { kind: 'failed' };
    if (model.ttlSeconds > 0 && identity.length > 0) {
      forgetExpired(cache, now());
      cache.set(key, { answer: result.payload, until: now() + model.ttlSeconds * 1000 });
    }
    return verdictOf(result.payload, model, routeArn);
  };
}

function verdictOf(answer: JsonObject, model: AuthorizerModel, routeArn: string): Verdict {
  const context = answer.context ?? {};
  if (model.simpleResponses) {
    if (typeof answer.isAuthorized !== 'boolean') return { kind: 'failed' };
    return answer.isAuthorized ? { kind: 'allowed', context } : { kind: 'forbidden' };
  }
  const document = answer.policyDocument as { Statement?: JsonObject[] } | undefined;
  if (typeof answer.principalId !== 'string' || !Array.isArray(document?.Statement)) return { kind: 'failed' };
  const effects = document.Statement.filter((statement) => applies(statement, routeArn)).map(({ Effect }) => Effect);
  return effects.includes('Allow') && !effects.includes('Deny') ? { kind: 'allowed', context } : { kind: 'forbidden' };
}

function applies(statement: JsonObject, routeArn: string): boolean {
  const actions = [statement.Action].flat().map(String);
  const resources = [statement.Resource].flat().map(String);
  return (
    actions.some((action) => matchesPattern(action, 'execute-api:Invoke')) &&
    resources.some((resource) => matchesPattern(resource, routeArn))
  );
}

function identityOf(source: string, request: GatewayRequest, base: JsonObject): string | undefined {
  const [root, kind, ...rest] = source.replace(/^\$/, '').split('.');
  if (root === 'request' && kind === 'header') return request.headers[rest.join('.').toLowerCase()];
  if (root === 'request' && kind === 'querystring')
    return new URLSearchParams(request.rawQuery).get(rest.join('.')) ?? undefined;
  if (root === 'stageVariables') return textIn(base.stageVariables, [kind ?? '', ...rest]);
  if (root === 'context') return textIn(base.requestContext, [kind ?? '', ...rest]);
  return undefined;
}

function textIn(value: Json | undefined, path: readonly string[]): string | undefined {
  let found: Json | undefined = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || Array.isArray(found)) return undefined;
    found = found[name];
  }
  return found === undefined || found === null ? undefined : String(found);
}

function forgetExpired(cache: Map<string, { until: number }>, now: number): void {
  for (const [key, { until }] of cache) if (until <= now) cache.delete(key);
}
