// Makes the call of one task attempt, with AWS's result shapes and error names, and writes its outcome. The scheduler calls it
// once per attempt and process; after a crash, a call that had not ended is repeated with the same token.
import { AwsError, type InvocationResult, isObject, type Json, type JsonObject } from '../../contracts.ts';
import type { Engine } from '../engine.ts';
import { parseJson, plainJson } from '../exact-json.ts';
import { settleTask } from '../lifecycle.ts';
import { startExecution } from '../start-execution.ts';
import type { Outcome } from '../store/frames.ts';
import type { Task } from '../store/tasks.ts';
import { knownResource, submittedEvent, type TaskService } from './resources.ts';

const HTTP_OK = { SdkHttpMetadata: { HttpStatusCode: 200 } };

/** Members of Arguments that the runtime supports; the bus checks its own request. */
const MEMBERS: { readonly [S in TaskService]?: readonly string[] } = {
  lambda: ['FunctionName', 'Payload', 'InvocationType'],
  states: ['StateMachineArn', 'Name', 'Input'],
};

/** Names the fault in the Arguments of an integration, or answers undefined. Also checks definitions. */
export function argumentsProblem(service: TaskService, given: Json): string | undefined {
  if (service === 'function') return undefined;
  if (!isObject(given)) return 'Arguments must be an object';
  const unknown = Object.keys(given).find((member) => MEMBERS[service] && !MEMBERS[service].includes(member));
  if (unknown) return `${unknown} is not supported`;
  if (given.InvocationType !== undefined && given.InvocationType !== 'RequestResponse') {
    return 'InvocationType can only be RequestResponse';
  }
  return undefined;
}

/** Ends or submits the task, unless a timeout, a stop or an early callback ended it meanwhile. */
export async function callTask(engine: Engine, task: Task): Promise<void> {
  const { service } = knownResource(task.resource);
  const given = task.arguments as JsonObject;
  const problem = argumentsProblem(service, given);
  if (problem) {
    apply(engine, task, () => failed('States.Runtime', problem));
  } else if (service === 'states') {
    apply(engine, task, () => startChild(engine, given));
  } else {
    const outcome = await callService(engine, task, service);
    apply(engine, task, () => outcome);
  }
}

async function callService(engine: Engine, task: Task, service: Exclude<TaskService, 'states'>): Promise<Outcome> {
  if (service === 'events') return putEvents(engine, task, task.arguments as JsonObject);
  if (service === 'lambda') return invokeLambda(engine, task.arguments as JsonObject);
  const result = await engine.services.invoker.invoke(task.resource, plainJson(task.arguments));
  return result.ok ? { ok: true, result: result.payload } : functionFailure(result);
}

/** A child execution and the task's progress are written together, so no crash starts a child twice. */
function apply(engine: Engine, task: Task, call: () => Outcome): void {
  engine.db.transaction(() => {
    const reply = call();
    if (engine.tasks.find(task.token)?.phase !== 'CALLING') return;
    const { mode } = knownResource(task.resource);
    if (!reply.ok || mode === 'response') {
      settleTask(engine, task, reply);
      return;
    }
    const result = (reply.result ?? {}) as JsonObject;
    engine.tasks.submit(task.token, mode === 'sync' ? String(result.ExecutionArn) : null);
    engine.record(engine.frames.get(task.frameId), [submittedEvent(task, result)]);
  });
}

function startChild(engine: Engine, { StateMachineArn, Name, Input }: JsonObject): Outcome {
  const name = Name === undefined ? undefined : String(Name);
  try {
    const request = { machineArn: String(StateMachineArn), name, input: jsonText(Input) };
    const { arn, startedAt } = startExecution(engine, request);
    return { ok: true, result: { ExecutionArn: arn, StartDate: startedAt } };
  } catch (error) {
    return serviceFailure('StepFunctions', error);
  }
}

async function invokeLambda(engine: Engine, { FunctionName, Payload = {} }: JsonObject): Promise<Outcome> {
  let payload: Json;
  try {
    payload = plainJson(typeof Payload === 'string' ? parseJson(Payload) : Payload);
  } catch (error) {
    const cause = `Could not parse request body into json: ${(error as Error).message}`;
    return failed('Lambda.InvalidRequestContentException', cause);
  }
  const result = await engine.services.invoker.invoke(String(FunctionName), payload);
  if (!result.ok) return functionFailure(result);
  return { ok: true, result: { ExecutedVersion: '$LATEST', Payload: result.payload, ...HTTP_OK, StatusCode: 200 } };
}

/**
 * The function's own error: ErrorEquals matches its type, the cause is the answer of the Lambda API. An unknown function never
 * ran, so it has no trace, and Lambda's text is the cause.
 */
function functionFailure({ errorType, errorMessage, trace }: InvocationResult & { ok: false }): Outcome {
  if (errorType === 'ResourceNotFoundException' && !trace) return failed(`Lambda.${errorType}`, errorMessage);
  return failed(errorType, JSON.stringify({ errorType, errorMessage, ...(trace ? { trace } : {}) }));
}

/** Entries get the machine and the execution as resources; one refused entry fails the task, as on AWS. */
async function putEvents(engine: Engine, task: Task, given: JsonObject): Promise<Outcome> {
  const { arn, machineArn } = engine.executions.get(task.executionArn);
  const entries = (Array.isArray(given.Entries) ? given.Entries : []) as JsonObject[];
  const request = {
    ...given,
    Entries: entries.map((entry) => ({
      ...entry,
      Detail: jsonText(entry.Detail),
      Resources: [...((entry.Resources as Json[] | undefined) ?? []), machineArn, arn],
    })),
  };
  try {
    const answer = (await engine.services.putEvents?.(request)) ?? {};
    if (Number(answer.FailedEntryCount ?? 0) === 0) return { ok: true, result: { ...answer, ...HTTP_OK } };
    return failed('EventBridge.FailedEntry', JSON.stringify(answer));
  } catch (error) {
    return serviceFailure('EventBridge', error);
  }
}

/** JSON text that is passed on: text as it is, anything else written as JSON. */
function jsonText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? {});
}

function failed(error: string, cause: string): Outcome {
  return { ok: false, failure: { error, cause } };
}

/** An API error as Step Functions names it: `StepFunctions.ExecutionAlreadyExistsException`. */
function serviceFailure(prefix: string, error: unknown): Outcome {
  if (!(error instanceof AwsError)) return failed(`${prefix}.SdkClientException`, String(error));
  const code = error.code.split('.').at(-1) ?? error.code;
  return failed(`${prefix}.${code.endsWith('Exception') ? code : `${code}Exception`}`, error.message);
}
