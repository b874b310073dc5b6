// Everything but data, derived from the manifests: functions, routes, subscriptions, the stream, state machines and the
// dashboard. Made by app.ts; may be deleted and deployed again without loss.
import { type App, CfnOutput, Stack } from 'aws-cdk-lib/core';
import type { LambdaRole, Manifest } from '../../functions/_kit/manifest.ts';
import { BusPolicy } from '../constructs/bus-policy.ts';
import { WindlassDashboard } from '../constructs/dashboard.ts';
import type { DeadLetters } from '../constructs/dead-letters.ts';
import { DomainFunction, type EnvironmentValues } from '../constructs/domain-function.ts';
import type { GrantTargets } from '../constructs/grants.ts';
import { routeTable, WindlassApi } from '../constructs/http-api.ts';
import type { Alarming } from '../constructs/impact-alarm.ts';
import { machineArn } from '../constructs/naming.ts';
import { TableStream } from '../constructs/stream.ts';
import { Subscription } from '../constructs/subscription.ts';
import { substitutionName, Workflow, type WorkflowDefinition } from '../constructs/workflow.ts';
import type { Settings } from '../settings.ts';
import type { StatefulStack } from './stateful.stack.ts';

const BOOTSTRAP_DOMAIN = 'tenants';

interface ApplicationStackProps {
  readonly settings: Settings;
  readonly stateful: StatefulStack;
  readonly manifests: readonly Manifest[];
  readonly workflows: readonly WorkflowDefinition[];
  /** Directory of the bundle of each manifest's entry. */
  readonly bundles: ReadonlyMap<string, string>;
}

export class ApplicationStack extends Stack {
  private readonly props: ApplicationStackProps;
  private readonly alarming: Alarming;
  private readonly functions: readonly DomainFunction[];

  constructor(app: App, props: ApplicationStackProps) {
    super(app, `windlass-${props.settings.stage}-application`, {
      description: 'Windlass: functions, routes, queues and state machines. Holds no data.',
    });
    const { settings, stateful, manifests } = props;
    this.props = props;
    this.alarming = { stage: settings.stage, topic: stateful.alarms };
    const api = new WindlassApi(this, 'Http', { settings, alarming: this.alarming });
    this.functions = this.makeFunctions(api.url);
    this.addRoutes(api);
    new BusPolicy(this, 'BusPolicy', { bus: stateful.bus, functions: this.functions, settings });
    const deadLetters = [...this.subscribe(), ...this.publish()];
    const workflows = this.makeWorkflows();
    new WindlassDashboard(this, 'Dashboard', {
      stage: settings.stage,
      api: api.api,
      table: stateful.table,
      functions: this.functions,
      workflows,
      deadLetters,
    });
    this.output('ApiUrl', api.url);
    this.output('StateMachinePrefix', machineArn(this, settings.stage, ''));
    if (manifests.some(({ domain }) => domain === BOOTSTRAP_DOMAIN)) {
      this.output('BootstrapFunctionName', this.functionOf(BOOTSTRAP_DOMAIN, 'tasks').lambda.functionName);
    }
  }

  private makeFunctions(url: string): readonly DomainFunction[] {
    const { settings, stateful, manifests, bundles } = this.props;
    const environment: EnvironmentValues = {
      STAGE: settings.stage,
      TABLE_NAME: stateful.table.tableName,
      EVENT_BUS_NAME: stateful.bus.eventBusName,
      CREDENTIAL_KEY_ID: stateful.credentialKey.keyArn,
      ALLOWED_OUTBOUND_HOSTS: settings.allowedOutboundHosts.join(','),
      TENANT_REQUESTS_PER_SECOND: String(settings.tenantRequestsPerSecond),
      PUBLIC_URL: settings.publicUrl ?? url,
      API_ROUTES: routeTable(manifests),
    };
    const targets: GrantTargets = {
      table: stateful.table,
      bus: stateful.bus,
      credentialKey: stateful.credentialKey,
    };
    return manifests.flatMap(({ domain, lambdas }) =>
      Object.entries(lambdas).map(([role, spec]) => {
        const bundle = bundles.get(spec.entry);
        if (bundle === undefined) throw new Error(`${domain}: ${spec.entry} was not bundled`);
        return new DomainFunction(this, {
          domain,
          role: role as LambdaRole,
          spec,
          bundle,
          environment,
          targets,
          alarming: this.alarming,
          logRetention: settings.logRetention,
        });
      }),
    );
  }

  private addRoutes(api: WindlassApi): void {
    const authorizers = this.functions.filter(({ role }) => role === 'authorizer');
    if (authorizers.length > 1) throw new Error(`one authorizer, not ${authorizers.map(({ domain }) => domain)}`);
    if (authorizers[0]) api.authorizeBy(authorizers[0].lambda);
    for (const manifest of this.props.manifests) {
      const { domain, routes } = manifest;
      if (Object.keys(routes).length > 0) api.addRoutes(manifest, this.functionOf(domain, 'api').lambda);
    }
  }

  private subscribe(): readonly DeadLetters[] {
    return this.props.manifests.flatMap(({ domain, subscriptions }) =>
      Object.entries(subscriptions).map(([name, spec]) => {
        const consumer = this.functionOf(domain, 'events');
        const { bus } = this.props.stateful;
        return new Subscription(this, { name, spec, bus, consumer, alarming: this.alarming }).deadLetters;
      }),
    );
  }

  private publish(): readonly DeadLetters[] {
    return this.functions
      .filter(({ role }) => role === 'stream')
      .map((publisher) => {
        const { table } = this.props.stateful;
        return new TableStream(this, { table, publisher, alarming: this.alarming }).deadLetters;
      });
  }

  private makeWorkflows(): readonly Workflow[] {
    const tasks = new Map(
      this.functions
        .filter(({ role }) => role === 'tasks')
        .map(({ domain, lambda }) => [substitutionName(domain), lambda] as const),
    );
    return this.props.workflows.map(
      (definition) =>
        new Workflow(this, {
          definition,
          tasks,
          alarming: this.alarming,
          logRetention: this.props.settings.logRetention,
        }),
    );
  }

  private functionOf(domain: string, role: LambdaRole): DomainFunction {
    const found = this.functions.find((one) => one.domain === domain && one.role === role);
    if (!found) throw new Error(`${domain}: its manifest needs lambdas.${role}`);
    return found;
  }

  private output(id: string, value: string): void {
    new CfnOutput(this, id, { value });
  }
}
