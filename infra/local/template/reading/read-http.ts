// HTTP APIs of the model: routes joined with their integrations, authorizers and stage. Called by read-model.ts.
import { UnsupportedError } from '../../contracts.ts';
import type { AuthorizerModel, CorsModel, HttpApiModel, ResolvedResource, RouteModel } from '../model.ts';
import { defined, flagAt, objectAt, optionalNumber, optionalText, textAt, textsAt } from './read-property.ts';

// API Gateway's default when the template says nothing; 0 is no cache.
const DEFAULT_TTL_SECONDS = 300;

export function readApi(api: ResolvedResource, all: readonly ResolvedResource[]): HttpApiModel {
  const own = all.filter((resource) => resource.properties.ApiId === api.ref);
  const ofType = (type: string) => own.filter((resource) => resource.type === `AWS::ApiGatewayV2::${type}`);
  const integrations = ofType('Integration');
  const stage = ofType('Stage')[0];
  if (!stage) throw new UnsupportedError(api.logicalId, 'Stage', 'an API without its $default stage answers nothing');
  return defined<HttpApiModel>({
    logicalId: api.logicalId,
    id: api.ref,
    routes: ofType('Route').map((route) => readRoute(route, integrations)),
    authorizers: ofType('Authorizer').map(readAuthorizer),
    cors: readCors(api),
    stageVariables: (objectAt(stage, 'StageVariables') as Record<string, string> | undefined) ?? {},
  });
}

function readRoute(route: ResolvedResource, integrations: readonly ResolvedResource[]): RouteModel {
  const target = textAt(route, 'Target').replace(/^integrations\//, '');
  const integration = integrations.find(({ ref }) => ref === target);
  if (!integration) throw new UnsupportedError(route.logicalId, 'Target', 'names no integration of its API');
  return defined<RouteModel>({
    logicalId: route.logicalId,
    routeKey: textAt(route, 'RouteKey'),
    functionArn: functionOf(textAt(integration, 'IntegrationUri')),
    timeoutMs: optionalNumber(integration, 'TimeoutInMillis'),
    authorizerId: optionalText(route, 'AuthorizationType') === 'CUSTOM' ? textAt(route, 'AuthorizerId') : undefined,
  });
}

function readAuthorizer(authorizer: ResolvedResource): AuthorizerModel {
  return {
    id: authorizer.ref,
    functionArn: functionOf(textAt(authorizer, 'AuthorizerUri')),
    identitySource: textsAt(authorizer, 'IdentitySource'),
    ttlSeconds: optionalNumber(authorizer, 'AuthorizerResultTtlInSeconds') ?? DEFAULT_TTL_SECONDS,
    simpleResponses: flagAt(authorizer, 'EnableSimpleResponses'),
  };
}

function readCors(api: ResolvedResource): CorsModel | undefined {
  if (!objectAt(api, 'CorsConfiguration')) return undefined;
  return defined<CorsModel>({
    allowOrigins: textsAt(api, 'CorsConfiguration.AllowOrigins'),
    allowMethods: textsAt(api, 'CorsConfiguration.AllowMethods'),
    allowHeaders: textsAt(api, 'CorsConfiguration.AllowHeaders'),
    exposeHeaders: textsAt(api, 'CorsConfiguration.ExposeHeaders'),
    maxAgeSeconds: optionalNumber(api, 'CorsConfiguration.MaxAge'),
    allowCredentials: flagAt(api, 'CorsConfiguration.AllowCredentials'),
  });
}

/** A function's ARN, given plainly or inside API Gateway's own `…:lambda:path/…/functions/<ARN>/invocations`. */
function functionOf(uri: string): string {
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}
