// Everything of one manifest: functions, routes, subscriptions, the stream, state machines, their alarms. Made by app.ts for
// each manifest. Exports nothing: another domain is named by ARN, so that each stack is deployed and removed alone.
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import { entryOf, type LambdaRole, type Manifest } from '../../functions/_kit/manifest.ts';
import { DeadLetters } from '../constructs/dead-letters.ts';
import { DomainEvents } from '../constructs/domain-events.ts';
import { DomainFunction, type EnvironmentValues } from '../constructs/domain-function.ts';
import { catchFailedExecutions } from '../constructs/failed-executions.ts';
import { type Alarming, ownAlarm } from '../constructs/impact-alarm.ts';
import { functionArn, machineArn, pascalCase } from '../constructs/naming.ts';
import { DomainRoutes } from '../constructs/routes/domain-routes.ts';
import type { GatewayRoute } from '../constructs/routes/gateway-routes.ts';
import { TableStream } from '../constructs/stream.ts';
import { machineSubstitution, substitutionName, Workflow, type WorkflowDefinition } from '../constructs/workflow.ts';
import type { Settings } from '../settings.ts';
import type { EdgeStack } from './edge.stack.ts';
import type { StatefulStack } from './stateful.stack.ts';

const BOOTSTRAP_DOMAIN = 'tenants';

/** Shared by the stacks of all domains. */
export interface DomainStackProps {
  readonly settings: Settings;
  readonly stateful: StatefulStack;
  readonly edge: EdgeStack;
  /** Every domain that has a `tasks` function: state machines call it by ARN. */
  readonly taskDomains: readonly string[];
  /** Routes of API Gateway by domain. */
  readonly routes: ReadonlyMap<string, readonly GatewayRoute[]>;
  readonly workflows: readonly WorkflowDefinition[];
  /** Directory of the bundle of each manifest's entry. */
  readonly bundles: ReadonlyMap<string, string>;
}

export class DomainStack extends Stack {
  private readonly manifest: Manifest;
  private readonly props: DomainStackProps;
  private readonly alarming: Alarming;
  private readonly functions: ReadonlyMap<LambdaRole, DomainFunction>;
  private letters: DeadLetters | undefined;

  constructor(app: App, manifest: Manifest, props: DomainStackProps) {
    const { settings, stateful, edge } = props;
    super(app, `windlass-${settings.stage}-${manifest.domain.replaceAll('/', '-')}`, {
      description: `Windlass: the domain ${manifest.domain}. Holds no data.`,
    });
    this.manifest = manifest;
    this.props = props;
    this.alarming = { stage: settings.stage, topic: stateful.alarms };
    this.addStackDependency(edge);
    this.functions = this.makeFunctions();
    this.addRoutes();
    this.subscribe();
    this.readStream();
    this.makeWorkflows();
    for (const [name, spec] of Object.entries(manifest.alarms ?? {})) {
      ownAlarm(this, this.alarming, `${manifest.domain}-${name}`, spec);
    }
    const bootstrap = manifest.domain === BOOTSTRAP_DOMAIN ? this.functions.get('tasks') : undefined;
    if (bootstrap) new CfnOutput(this, 'BootstrapFunctionName', { value: bootstrap.lambda.functionName });
  }

  private makeFunctions(): ReadonlyMap<LambdaRole, DomainFunction> {
    const { settings, bundles, stateful: targets } = this.props;
    const { domain, lambdas } = this.manifest;
    const environment = this.environmentValues();
    return new Map(
      Object.entries(lambdas).map(([name, spec]) => {
        const entry = entryOf(domain, name);
        const bundle = bundles.get(entry);
        if (bundle === undefined) throw new Error(`${domain}: ${entry} was not bundled`);
        const role = name as LambdaRole;
        const { stage, logRetention } = settings;
        return [
          role,
          new DomainFunction(this, { domain, role, spec, bundle, environment, targets, stage, logRetention }),
        ];
      }),
    );
  }

  private environmentValues(): EnvironmentValues {
    const { settings, stateful, edge } = this.props;
    return {
      STAGE: settings.stage,
      TABLE_NAME: stateful.table.tableName,
      EVENT_BUS_NAME: stateful.bus.eventBusName,
      CREDENTIAL_KEY_ID: stateful.credentialKey.keyArn,
      SIGNING_KEY_ID: stateful.signingKey.keyArn,
      EVIDENCE_BUCKET: stateful.evidenceBucket,
      ALLOWED_OUTBOUND_HOSTS: settings.allowedOutboundHosts.join(','),
      TENANT_REQUESTS_PER_SECOND: String(settings.tenantRequestsPerSecond),
      PUBLIC_URL: settings.publicUrl ?? edge.url,
      ALLOW_COMMON_PASSWORDS: String(settings.allowCommonPasswords),
      SYSTEM_MAIL_FROM: settings.systemMailFrom,
    };
  }

  private addRoutes(): void {
    const { domain, answersUnknownRoutes = false } = this.manifest;
    const { api, authorizerId } = this.props.edge;
    const routes = this.props.routes.get(domain) ?? [];
    if (routes.length > 0 || answersUnknownRoutes) {
      const { lambda } = this.functionOf('api');
      new DomainRoutes(this, { domain, api, authorizerId, routes, answersUnknownRoutes, lambda });
    }
    if (authorizerId === undefined) return;
    const resource = api.apiId;
    this.functions.get('authorizer')?.lambda.addPermission('ApiAuthorizer', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.formatArn({ service: 'execute-api', resource, resourceName: `authorizers/${authorizerId}` }),
    });
  }

  private subscribe(): void {
    const { subscriptions } = this.manifest;
    if (Object.keys(subscriptions).length === 0) return;
    const { bus } = this.props.stateful;
    const { stage } = this.alarming;
    const consumer = this.functionOf('events');
    new DomainEvents(this, { subscriptions, bus, consumer, stage, deadLetters: this.deadLetters() });
  }

  /** One for all that is asynchronous in the domain, except its stream: an alarm is paid for each. */
  private deadLetters(): DeadLetters {
    const { domain: name, lambdas } = this.manifest;
    const { impact } = lambdas.events ?? this.functionOf('tasks').spec;
    this.letters ??= new DeadLetters(this, pascalCase(`${name}-dead-letters`), {
      ...{ alarming: this.alarming, name, impact },
    });
    return this.letters;
  }

  private readStream(): void {
    const { stream } = this.manifest;
    const { table } = this.props.stateful;
    if (stream) new TableStream(this, { table, stream, reader: this.functionOf('stream'), alarming: this.alarming });
  }

  private makeWorkflows(): void {
    const { taskDomains, workflows, settings } = this.props;
    const tasks = new Map(
      taskDomains.map((domain) => [substitutionName(domain), functionArn(this, settings.stage, domain, 'tasks')]),
    );
    const { stage, logRetention } = settings;
    const machines = new Map(
      workflows.map(({ name }) => [machineSubstitution(name), machineArn(this, stage, name)] as const),
    );
    const own = this.manifest.machines ?? [];
    for (const name of own) {
      const definition = workflows.find((workflow) => workflow.name === name);
      if (!definition) throw new Error(`${this.manifest.domain}: statemachines/ has no ${name}`);
      new Workflow(this, { definition, tasks, machines, stage, logRetention });
    }
    if (own.length === 0) return;
    const { domain } = this.manifest;
    catchFailedExecutions(this, { domain, stage, machines: own, deadLetters: this.deadLetters() });
  }

  private functionOf(role: LambdaRole): DomainFunction {
    const found = this.functions.get(role);
    if (!found) throw new Error(`${this.manifest.domain}: its manifest needs lambdas.${role}`);
    return found;
  }
}
