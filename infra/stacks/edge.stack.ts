// The ways in: the HTTP API with its stage, authorizer and access log, and the policy of the bus. Made by app.ts before the
// stacks of the domains, which add their routes to the API. Access logs never hold headers, bodies or query strings.
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  AuthorizerPayloadVersion,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  HttpAuthorizer,
  HttpAuthorizerType,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { type App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Manifest } from '../../functions/_kit/manifest.ts';
import { BusPolicy } from '../constructs/bus-policy.ts';
import { WindlassDashboard } from '../constructs/dashboard.ts';
import { type Alarming, ImpactAlarm } from '../constructs/impact-alarm.ts';
import { functionArn, machineArn, physicalName } from '../constructs/naming.ts';
import type { Settings } from '../settings.ts';
import type { StatefulStack } from './stateful.stack.ts';

const SERVER_ERRORS = 5;

const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    time: '$context.requestTime',
    method: '$context.httpMethod',
    path: '$context.path',
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

interface EdgeStackProps {
  readonly settings: Settings;
  readonly stateful: StatefulStack;
  readonly manifests: readonly Manifest[];
}

export class EdgeStack extends Stack {
  readonly api: HttpApi;
  /** Base URL under which people reach the API. */
  readonly url: string;
  readonly authorizerId: string | undefined;

  constructor(app: App, { settings, stateful, manifests }: EdgeStackProps) {
    super(app, `windlass-${settings.stage}-edge`, {
      description: 'Windlass: HTTP API, authorizer and policy of the bus. Holds no data.',
    });
    const { stage } = settings;
    const alarming: Alarming = { stage, topic: stateful.alarms };
    this.api = new HttpApi(this, 'Api', {
      apiName: physicalName(stage, 'api'),
      createDefaultStage: false,
      // Beside a domain name, the endpoint would be a second entry that bypasses the protection of the name.
      disableExecuteApiEndpoint: settings.domain !== undefined,
      ...(settings.corsOrigins.length > 0 && { corsPreflight: corsOf(settings.corsOrigins) }),
    });
    const httpStage = this.addStage(settings);
    this.url = settings.domain ? this.nameIt(settings.domain, httpStage) : this.api.apiEndpoint;
    this.authorizerId = this.addAuthorizer(stage, manifests);
    new BusPolicy(this, 'BusPolicy', { bus: stateful.bus, manifests, settings });
    this.addAlarms(alarming);
    new WindlassDashboard(this, 'Dashboard', { stage, api: this.api, table: stateful.table });
    new CfnOutput(this, 'ApiUrl', { value: this.url });
    new CfnOutput(this, 'StateMachinePrefix', { value: machineArn(this, stage, '') });
  }

  private addStage(settings: Settings): HttpStage {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: settings.requestsPerSecond, burstLimit: settings.requestsPerSecond * 2 },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: ACCESS_LOG },
    });
  }

  /**
   * The authorizer answers for every request itself: API Gateway keeps no answer and requires no header beforehand. Its
   * function is named by ARN, because it belongs to a domain whose stack is deployed after this one.
   */
  private addAuthorizer(stage: string, manifests: readonly Manifest[]): string | undefined {
    const domains = manifests.filter(({ lambdas }) => lambdas.authorizer).map(({ domain }) => domain);
    if (domains.length > 1) throw new Error(`one authorizer, not ${domains}`);
    const [domain] = domains;
    if (domain === undefined) return undefined;
    const arn = functionArn(this, stage, domain, 'authorizer');
    return new HttpAuthorizer(this, 'Authorizer', {
      httpApi: this.api,
      type: HttpAuthorizerType.LAMBDA,
      authorizerUri: `arn:${this.partition}:apigateway:${this.region}:lambda:path/2015-03-31/functions/${arn}/invocations`,
      enableSimpleResponses: true,
      payloadFormatVersion: AuthorizerPayloadVersion.VERSION_2_0,
      resultsCacheTtl: Duration.seconds(0),
      identitySource: [],
    }).authorizerId;
  }

  private addAlarms(alarming: Alarming): void {
    new ImpactAlarm(this, 'ServerErrorsAlarm', {
      alarming,
      name: 'api-server-errors',
      impact: 'Requests are answered with 5xx: people and CI systems cannot work with releases.',
      runbook: 'api-errors',
      metric: this.api.metricServerError({ statistic: 'Sum' }),
      threshold: SERVER_ERRORS,
    });
    new ImpactAlarm(this, 'ThrottlesAlarm', {
      alarming,
      name: 'function-throttles',
      impact:
        'Functions of this account are refused their start: requests are answered 503, events and tasks are late.',
      runbook: 'function-throttles',
      // Without dimensions: of all functions of the account, which share its concurrency.
      metric: new Metric({ namespace: 'AWS/Lambda', metricName: 'Throttles', statistic: 'Sum' }),
      threshold: 1,
    });
  }

  private nameIt({ name, certificateArn }: NonNullable<Settings['domain']>, stage: HttpStage): string {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn);
    const domainName = new DomainName(this, 'Domain', { domainName: name, certificate });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName, stage });
    return `https://${name}`;
  }
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
  allowHeaders: ['authorization', 'content-type', 'idempotency-key', 'if-match', 'if-none-match'],
  exposeHeaders: ['etag', 'link', 'location', 'retry-after'],
  maxAge: Duration.hours(1),
});
