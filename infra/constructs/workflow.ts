// A state machine from its `.asl.ts`: every `${Name}` of it is a tasks function, and it may invoke those alone.
// Made by the application stack for each machine of a manifest. Its history in logs holds no data, only steps.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acceptFinding } from './accept-finding.ts';
import { type Alarming, ImpactAlarm } from './impact-alarm.ts';
import { pascalCase, physicalName } from './naming.ts';

export interface WorkflowDefinition {
  /** Folder and file name, e.g. `release-lifecycle`. */
  readonly name: string;
  /** Amazon States Language with `${…TasksFunctionArn}` placeholders. */
  readonly machine: object;
}

/** The definitions of the machines `names`, from `<root>/<name>/<name>.asl.ts`. */
export const readWorkflows = (root: string, names: readonly string[]): Promise<readonly WorkflowDefinition[]> =>
  Promise.all(
    names.map(async (name) => ({
      name,
      machine: (await import(pathToFileURL(join(root, name, `${name}.asl.ts`)).href)).machine as object,
    })),
  );

/** `ReleasesTasksFunctionArn`: how a state machine calls the tasks function of `releases`. */
export const substitutionName = (domain: string): string => `${pascalCase(domain)}TasksFunctionArn`;

interface WorkflowProps {
  readonly definition: WorkflowDefinition;
  /** Tasks functions by substitution name. */
  readonly tasks: ReadonlyMap<string, IFunction>;
  readonly alarming: Alarming;
  readonly logRetention: RetentionDays;
}

export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, { definition, tasks, alarming, logRetention }: WorkflowProps) {
    super(scope, pascalCase(definition.name));
    const used = tasksOf(definition, tasks);
    const stateMachineName = physicalName(alarming.stage, definition.name);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition.machine)),
      definitionSubstitutions: Object.fromEntries([...used].map(([name, lambda]) => [name, lambda.functionArn])),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new LogGroup(this, 'Logs', {
          // With this prefix all machines share one resource policy; without it each adds its own to a limited number.
          logGroupName: `/aws/vendedlogs/states/${stateMachineName}`,
          retention: logRetention,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });
    for (const lambda of used.values()) lambda.grantInvokeLatestVersion(this.machine);
    acceptFinding(
      this.machine.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Log delivery and X-Ray have no resources to name: their actions are granted on * or not at all.',
    );
    this.alarms(definition, alarming);
  }

  private alarms({ name }: WorkflowDefinition, alarming: Alarming): void {
    const metrics = {
      failed: this.machine.metricFailed(),
      'timed-out': this.machine.metricTimedOut(),
      aborted: this.machine.metricAborted(),
    };
    for (const [how, metric] of Object.entries(metrics)) {
      new ImpactAlarm(this, pascalCase(`${how}-alarm`), {
        alarming,
        name: `${name}-${how}`,
        impact: `What an execution of ${name} was driving stands still until it is redriven.`,
        runbook: 'workflow-failures',
        metric,
        threshold: 1,
      });
    }
  }
}

/** The functions that the definition names. Throws for a placeholder that nothing resolves. */
function tasksOf({ name, machine }: WorkflowDefinition, tasks: WorkflowProps['tasks']): Map<string, IFunction> {
  const used = new Map<string, IFunction>();
  for (const [, placeholder = ''] of JSON.stringify(machine).matchAll(/\$\{(\w+)\}/g)) {
    const lambda = tasks.get(placeholder);
    if (!lambda) throw new Error(`${name}: \${${placeholder}} is none of ${[...tasks.keys()].join(', ')}`);
    used.set(placeholder, lambda);
  }
  return used;
}
