// The HTTP API of the model: its routes joined with their integrations, its authorizers and its stage. Read by read-model.ts.
import type { ResolvedResource } from '../resolution/resolve-stack.ts';
import { optionalNumber, read, ref, refuse, type Template, textAt, texts, under, valueAt } from './fields.ts';

const ownOf = ({ ref }: ResolvedResource, { resources }: Template, type: string): ResolvedResource[] =>
  resources.filter((one) => one.type === `AWS::ApiGatewayV2::${type}` && valueAt(one, 'ApiId') === ref);

/** A function's ARN, given plainly or inside API Gateway's own `…:lambda:path/…/functions/<ARN>/invocations`. */
const functionAt = (resource: ResolvedResource, path: string): string => {
  const uri = textAt(resource, path);
  return /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
};

const integrationOf = (route: ResolvedResource, { resources }: Template): ResolvedResource => {
  const target = textAt(route, 'Target').replace(/^integrations\//, '');
  const isIts = (one: ResolvedResource) =>
    one.type === 'AWS::ApiGatewayV2::Integration' &&
    valueAt(one, 'ApiId') === route.properties.ApiId &&
    one.ref === target;
  return resources.find(isIts) ?? refuse(route, 'Target', 'names no integration of its API');
};

export const ROUTE = {
  logicalId: ({ logicalId }: ResolvedResource) => logicalId,
  /** As `GET /things/{id}` or `$default`. */
  routeKey: (route: ResolvedResource) => textAt(route, 'RouteKey'),
  functionArn: (route: ResolvedResource, template: Template) =>
    functionAt(integrationOf(route, template), 'IntegrationUri'),
  authorizerId: (route: ResolvedResource) =>
    valueAt(route, 'AuthorizationType') === 'CUSTOM' ? textAt(route, 'AuthorizerId') : undefined,
};

export const AUTHORIZER = {
  id: ref,
  functionArn: (authorizer: ResolvedResource) => functionAt(authorizer, 'AuthorizerUri'),
};

export const CORS = {
  allowOrigins: texts('CorsConfiguration.AllowOrigins'),
  allowMethods: texts('CorsConfiguration.AllowMethods'),
  allowHeaders: texts('CorsConfiguration.AllowHeaders'),
  exposeHeaders: texts('CorsConfiguration.ExposeHeaders'),
  maxAgeSeconds: optionalNumber('CorsConfiguration.MaxAge'),
};

export const HTTP_API = {
  logicalId: ({ logicalId }: ResolvedResource) => logicalId,
  id: ref,
  routes: (api: ResolvedResource, template: Template) =>
    ownOf(api, template, 'Route').map((route) => read(ROUTE, route, template)),
  authorizers: (api: ResolvedResource, template: Template) =>
    ownOf(api, template, 'Authorizer').map((authorizer) => read(AUTHORIZER, authorizer, template)),
  cors: under('CorsConfiguration', CORS),
  stage: (api: ResolvedResource, template: Template) =>
    ownOf(api, template, 'Stage')[0]?.ref ?? refuse(api, 'Stage', 'an API without its $default stage answers nothing'),
};
