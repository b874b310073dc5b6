// The part of Amazon States Language that our state machines use (JSONata only), as types, and the builders of their Tasks.
// Imported by `.asl.ts` files; synthesis writes the JSON.

/** Variables by name, with the expressions of their values. */
type Variables = Readonly<Record<string, unknown>>;

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly BackoffRate: number;
  readonly MaxAttempts: number;
  readonly MaxDelaySeconds: number;
  readonly JitterStrategy?: 'FULL';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Assign?: Variables;
  readonly Output?: unknown;
  readonly Next: string;
}

interface Described {
  readonly Comment: string;
}
interface Going extends Described {
  readonly Assign?: Variables;
  readonly Output?: unknown;
  readonly Next?: string;
  readonly End?: true;
}

export interface Task extends Going {
  readonly Type: 'Task';
  readonly Resource: string;
  readonly Arguments:
    | { readonly FunctionName: string; readonly Payload: Variables }
    | { readonly StateMachineArn: string; readonly Name: string; readonly Input: Variables };
  readonly TimeoutSeconds: number | string;
  /** A wait by token fails with States.HeartbeatTimeout unless its holder says so often that it works on it. */
  readonly HeartbeatSeconds?: number;
  readonly Retry: readonly Retrier[];
  /** Left out inside a Map, which catches for its Tasks. */
  readonly Catch?: readonly Catcher[];
}
export interface ForEach extends Going {
  readonly Type: 'Map';
  readonly Items: string;
  readonly ItemSelector: Variables;
  readonly MaxConcurrency: number | string;
  readonly ItemProcessor: { readonly ProcessorConfig: { readonly Mode: 'INLINE' } } & Flow;
  readonly Catch: readonly Catcher[];
}
export interface Choice extends Described {
  readonly Type: 'Choice';
  readonly Choices: readonly { readonly Condition: string; readonly Assign?: Variables; readonly Next: string }[];
  /** Includes the default. */
  readonly Assign?: Variables;
  readonly Default: string;
}
interface Wait extends Going {
  readonly Type: 'Wait';
  readonly Seconds?: number | string;
  readonly Timestamp?: string;
}
interface Pass extends Going {
  readonly Type: 'Pass';
}
interface Succeed extends Described {
  readonly Type: 'Succeed';
}
interface Fail extends Described {
  readonly Type: 'Fail';
  readonly Error: string;
  readonly Cause: string;
}

export type State = Task | ForEach | Choice | Wait | Pass | Succeed | Fail;

interface Flow {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface Machine extends Flow {
  readonly Comment: string;
  readonly QueryLanguage: 'JSONata';
}

/** The parts of a domain's manifest that Tasks need. */
interface Domain {
  readonly domain: string;
  readonly tasks: Readonly<Record<string, unknown>>;
}

/** The fields that each Task states. */
export type TaskRest = Omit<Task, 'Type' | 'Comment' | 'Resource' | 'Arguments' | 'TimeoutSeconds'> & {
  /** The payload, besides the task's name and the execution's input and id. */
  readonly payload?: Variables;
};

const pascalCase = (name: string): string =>
  name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A value of the execution that is passed to a Task's function. */
const ofExecution = (name: string): string => `{% $states.context.Execution.${name} %}`;

/**
 * Makes the Tasks that call the `tasks` function of a domain. The compiler refuses tasks that the manifest lacks. Each gets
 * `input` of the execution; a function must end within `timeoutSeconds`, otherwise it would run beside its retry.
 */
export function tasksOf<D extends Domain>(domain: D['domain'], input: readonly string[], timeoutSeconds: number) {
  const inputs = Object.fromEntries(input.map((name) => [name, ofExecution(`Input.${name}`)]));
  const called = (task: keyof D['tasks'] & string, { payload, ...rest }: TaskRest) => {
    const FunctionName = `\${${pascalCase(domain)}TasksFunctionArn}`;
    return { FunctionName, Payload: { task, ...inputs, executionId: ofExecution('Id'), ...payload }, rest };
  };
  return {
    /** A Task that ends when its function ends. */
    run(task: keyof D['tasks'] & string, Comment: string, more: TaskRest): Task {
      const { rest, ...Arguments } = called(task, more);
      const Resource = 'arn:aws:states:::lambda:invoke';
      return { Type: 'Task', Comment, Resource, Arguments, TimeoutSeconds: timeoutSeconds, ...rest };
    },
    /** A Task that ends when its token is answered, or after `TimeoutSeconds`. */
    wait(task: keyof D['tasks'] & string, Comment: string, TimeoutSeconds: number | string, more: TaskRest): Task {
      const taskToken = '{% $states.context.Task.Token %}';
      const { rest, ...Arguments } = called(task, { ...more, payload: { ...more.payload, taskToken } });
      const Resource = 'arn:aws:states:::lambda:invoke.waitForTaskToken';
      return { Type: 'Task', Comment, Resource, Arguments, TimeoutSeconds, ...rest };
    },
  };
}

/** The contract of a machine that another one starts. */
interface Contract {
  readonly name: string;
  readonly executionName: (input: never) => string;
}

/** The fields that a Task for an execution states. `Name` names the execution: once for each input. */
type ExecutionRest<C extends Contract> = Omit<TaskRest, 'payload'> & {
  readonly Name: string;
  readonly Input: { readonly [K in keyof Parameters<C['executionName']>[0]]: unknown };
  readonly TimeoutSeconds: number | string;
};

/**
 * Makes a Task that starts an execution of `machine` and ends when it ends; its result has the execution's `Output`. If this
 * execution is stopped or the Task times out, that one is stopped. It fails with States.TaskFailed when the execution fails.
 * infra/constructs/workflow.ts grants what it needs.
 */
export function executionOf<C extends Contract>(
  machine: C['name'],
  Comment: string,
  { Name, Input, ...rest }: ExecutionRest<C>,
): Task {
  const StateMachineArn = `\${${pascalCase(machine)}MachineArn}`;
  const Arguments = { StateMachineArn, Name, Input };
  return { Type: 'Task', Comment, Resource: 'arn:aws:states:::states:startExecution.sync:2', Arguments, ...rest };
}
