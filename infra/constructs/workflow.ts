// A state machine from its `.asl.ts`: every `${Name}` of it is a tasks function, which it may invoke, or another machine, which
// it may start and stop, and nothing else.
// Made by the stack of the domain whose manifest names the machine. Its history in logs holds no data, only steps.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { ArnFormat, RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acceptFinding } from './accept-finding.ts';
import { pascalCase, physicalName } from './naming.ts';

export interface WorkflowDefinition {
  /** Folder and file name, e.g. `release-lifecycle`. */
  readonly name: string;
  /** Amazon States Language with the placeholders `${…TasksFunctionArn}` and `${…MachineArn}`. */
  readonly machine: object;
}

/** The rule that the `.sync` of nested executions uses. */
const SYNC_RULE = 'StepFunctionsGetEventsForStepFunctionsExecutionRule';

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

/** `DeploymentWaveMachineArn`: how a state machine starts the machine `deployment-wave`. */
export const machineSubstitution = (name: string): string => `${pascalCase(name)}MachineArn`;

interface WorkflowProps {
  readonly definition: WorkflowDefinition;
  /** ARNs of tasks functions, of every domain, by substitution name. */
  readonly tasks: ReadonlyMap<string, string>;
  /** ARNs of all machines, by substitution name. */
  readonly machines: ReadonlyMap<string, string>;
  readonly stage: string;
  readonly logRetention: RetentionDays;
}

export class Workflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, { definition, tasks, machines, stage, logRetention }: WorkflowProps) {
    super(scope, pascalCase(definition.name));
    const used = placeholdersOf(definition, new Map([...tasks, ...machines]));
    const [invoked, started] = [tasks, machines].map((known) =>
      [...used].flatMap(([name, arn]) => (known.has(name) ? [arn] : [])),
    ) as [string[], string[]];
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
    if (invoked.length > 0) this.allow(['lambda:InvokeFunction'], invoked);
    if (started.length > 0) this.allowExecutions(started);
    acceptFinding(
      this.machine.role,
      'AwsSolutions-IAM5[Resource::*]',
      'Log delivery and X-Ray have no resources to name: their actions are granted on * or not at all.',
    );
  }

  private allow(actions: string[], resources: string[]): void {
    this.machine.addToRolePolicy(new PolicyStatement({ actions, resources }));
  }

  /** Step Functions watches a started execution by a rule that it manages in the name of this role (developer guide, "Run a Job"). */
  private allowExecutions(started: string[]): void {
    this.allow(['states:StartExecution'], started);
    for (const machine of started) {
      const { resourceName = '' } = Stack.of(this).splitArn(machine, ArnFormat.COLON_RESOURCE_NAME);
      const executions = Stack.of(this).formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${resourceName}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
      this.allow(['states:DescribeExecution', 'states:StopExecution'], [executions]);
      acceptFinding(
        this.machine.role,
        `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${resourceName}:*]`,
        'Executions of one machine are named when they start. Two actions on them, and nothing of other machines.',
      );
    }
    const rule = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: SYNC_RULE });
    this.allow(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [rule]);
  }
}

/** The functions and machines that the definition names. Throws for a placeholder that nothing resolves. */
function placeholdersOf(
  { name, machine }: WorkflowDefinition,
  known: ReadonlyMap<string, string>,
): Map<string, string> {
  const used = new Map<string, string>();
  for (const [, placeholder = ''] of JSON.stringify(machine).matchAll(/\$\{(\w+)\}/g)) {
    const arn = known.get(placeholder);
    if (arn === undefined) throw new Error(`${name}: \${${placeholder}} is none of ${[...known.keys()].join(', ')}`);
    used.set(placeholder, arn);
  }
  return used;
}
