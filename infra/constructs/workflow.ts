// A state machine from its `.asl.ts`: every `${Name}` of it is a tasks function, and it may invoke those alone.
// Made by the stack of the domain whose manifest names the machine. Its history in logs holds no data, only steps.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acceptFinding } from './accept-finding.ts';
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
  /** ARNs of tasks functions, of every domain, by substitution name. */
  readonly tasks: ReadonlyMap<string, string>;
  readonly stage: string;
  readonly logRetention: RetentionDays;
}

export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, { definition, tasks, stage, logRetention }: WorkflowProps) {
    super(scope, pascalCase(definition.name));
    const used = tasksOf(definition, tasks);
    const stateMachineName = physicalName(stage, definition.name);
    this.machine = new StateMachine(this, 'Machine', {
      stateMachineName,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(definition.machine)),
      definitionSubstitutions: Object.fromEntries(used),
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
    this.machine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...used.values()] }),
    );
    acceptFinding(
      this.machine.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Log delivery and X-Ray have no resources to name: their actions are granted on * or not at all.',
    );
  }
}

/** The functions that the definition names. Throws for a placeholder that nothing resolves. */
function tasksOf({ name, machine }: WorkflowDefinition, tasks: WorkflowProps['tasks']): Map<string, string> {
  const used = new Map<string, string>();
  for (const [, placeholder = ''] of JSON.stringify(machine).matchAll(/\$\{(\w+)\}/g)) {
    const arn = tasks.get(placeholder);
    if (arn === undefined) throw new Error(`${name}: \${${placeholder}} is none of ${[...tasks.keys()].join(', ')}`);
    used.set(placeholder, arn);
  }
  return used;
}
