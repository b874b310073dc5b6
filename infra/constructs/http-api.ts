// The HTTP API: one route per route of the manifests, each to its domain's `api` function, behind the one authorizer.
// Made by the application stack. Access logs never hold headers, bodies or query strings.
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { API_BASE } from '../../entities/names.ts';
import type { Manifest, Route } from '../../functions/_kit/manifest.ts';
import type { Settings } from '../settings.ts';
import { acceptFinding } from './accept-finding.ts';
import { type Alarming, ImpactAlarm } from './impact-alarm.ts';
import { pascalCase, physicalName } from './naming.ts';

/** Requests per second over all tenants; a tenant that needs more is a conversation before it is a bill. */
const THROTTLE = { rateLimit: 200, burstLimit: 400 };
const SERVER_ERRORS = 5;
const MAX_ROUTE_TABLE = 3000;

const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    route: '$context.routeKey',
    status: '$context.status',
    latencyMs: '$context.responseLatency',
    integrationLatencyMs: '$context.integrationLatency',
    integrationError: '$context.integrationErrorMessage',
    tenantId: '$context.authorizer.tenantId',
    principalType: '$context.authorizer.actorType',
    principalId: '$context.authorizer.actorId',
    ip: '$context.identity.sourceIp',
  }),
);

interface WindlassApiProps {
  readonly settings: Settings;
  readonly alarming: Alarming;
}

export class WindlassApi extends Construct {
  /** Base URL under which people reach the API; known before any function is made. */
  readonly url: string;
  readonly api: HttpApi;
  private authorizer: IHttpRouteAuthorizer | undefined;

  constructor(scope: Construct, id: string, { settings, alarming }: WindlassApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: physicalName(settings.stage, 'api'),
      createDefaultStage: false,
      // Beside a name of its own, the endpoint would be a second way in, past what guards the name.
      disableExecuteApiEndpoint: settings.domain !== undefined,
      ...(settings.corsOrigins.length > 0 && { corsPreflight: corsOf(settings.corsOrigins) }),
    });
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: THROTTLE,
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: ACCESS_LOG },
    });
    this.url = settings.domain ? this.nameIt(settings.domain, stage) : this.api.apiEndpoint;
    new ImpactAlarm(this, 'ServerErrorsAlarm', {
      alarming,
      name: 'api-server-errors',
      impact: 'Requests are answered with 5xx: people and CI systems cannot work with releases.',
      runbook: 'api-errors',
      metric: this.api.metricServerError({ statistic: 'Sum' }),
      threshold: SERVER_ERRORS,
    });
  }

  /** The authorizer answers for every request itself: nothing is cached and no header is required beforehand. */
  authorizeBy(lambda: IFunction): void {
    this.authorizer = new HttpLambdaAuthorizer('Authorizer', lambda, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      resultsCacheTtl: Duration.seconds(0),
      identitySource: [],
    });
  }

  /** Adds a domain's routes. Throws when one needs an authorizer and no manifest has it. */
  addRoutes({ domain, routes, answersUnknownRoutes }: Manifest, lambda: IFunction): void {
    // One permission per function: with one per route the function's resource policy (20 KB) would end the API's growth.
    const integration = new HttpLambdaIntegration(pascalCase(domain), lambda, { scopePermissionToRoute: false });
    for (const [operation, route] of Object.entries(routes)) {
      const added = this.api.addRoutes({
        path: `${API_BASE}${route.path}`,
        methods: [HttpMethod[route.method]],
        integration,
        authorizer: this.authorizerOf(operation, route),
      });
      if (route.access === 'SIGNED') acceptSigned(added, operation);
    }
    if (answersUnknownRoutes) this.addDefault(integration);
  }

  private addDefault(integration: HttpLambdaIntegration): void {
    const route = new HttpRoute(this, 'UnknownRoute', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration,
      authorizer: new HttpNoneAuthorizer(),
    });
    acceptFinding(route, 'AwsSolutions-APIG4', 'It says that there is no such route, which is the same for everybody.');
  }

  private authorizerOf(operation: string, route: Route): IHttpRouteAuthorizer {
    if (route.access === 'SIGNED') return new HttpNoneAuthorizer();
    if (!this.authorizer)
      throw new Error(`${operation} needs the authorizer, and no manifest has an authorizer function`);
    return this.authorizer;
  }

  private nameIt({ name, certificateArn }: NonNullable<Settings['domain']>, stage: HttpStage): string {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domainName = new DomainName(this, 'Domain', { domainName: name, certificate });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName, stage });
    return `https://${name}`;
  }
}

/** API_ROUTES of the function that answers unknown routes. */
export function routeTable(manifests: readonly Pick<Manifest, 'routes'>[]): string {
  const methods = new Map<string, string[]>();
  for (const { method, path } of manifests.flatMap(({ routes }) => Object.values<Route>(routes))) {
    methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  const table = [...methods].map(([path, taken]) => `${taken.sort().join(',')} ${path}`).join(';');
  // Lambda takes 4 KB for all variables of a function.
  if (table.length > MAX_ROUTE_TABLE) throw new Error(`the routes of the API have ${table.length} of 3,000 characters`);
  return table;
}

const corsOf = (origins: readonly string[]) => ({
  allowOrigins: [...origins],
  allowMethods: [
    CorsHttpMethod.GET,
    CorsHttpMethod.POST,
    CorsHttpMethod.PUT,
    CorsHttpMethod.PATCH,
    CorsHttpMethod.DELETE,
  ],
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match'],
  exposeHeaders: ['etag', 'link', 'location', 'retry-after'],
  maxAge: Duration.hours(1),
});

function acceptSigned(routes: readonly HttpRoute[], operation: string): void {
  for (const route of routes) {
    acceptFinding(
      route,
      'AwsSolutions-APIG4',
      `${operation} is called by outside systems without our tokens; it verifies the sender's signature itself.`,
    );
  }
}
