// The calls Task states make to other services, each with AWS's result shape and error names. `task-runner.ts` calls them; they
// never reject, and a call that was cut short is made again after a restart.
import { AwsError, type InvocationResult, type Json, type JsonObject } from '../contracts.ts';
import type { Engine, ServiceCall } from './engine.ts';
import type { TaskService } from './resources.ts';
import type { Outcome } from './store/frames.ts';
import type { Task } from './store/tasks.ts';

const HTTP_OK = { SdkHttpMetadata: { HttpStatusCode: 200 } };

/** Members the runtime understands of Arguments; a service without an entry checks its own request. */
const MEMBERS: { readonly [S in TaskService]?: readonly string[] } = {
  lambda: ['FunctionName', 'Payload', 'InvocationType'],
  states: ['StateMachineArn', 'Name', 'Input'],
};

/** Names what is wrong with the Arguments of an integration, or answers undefined. Also used on definitions. */
export function argumentsProblem(service: TaskService, given: Json): string | undefined {
  if (service === 'function') return undefined;
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return 'Arguments must be an object';
  const unknown = Object.keys(given).find((member) => MEMBERS[service] && !MEMBERS[service].includes(member));
  if (unknown) return `${unknown} is not supported`;
  if (given.InvocationType !== undefined && given.InvocationType !== 'RequestResponse') {
    return 'InvocationType can only be RequestResponse';
  }
  return undefined;
}

/** Calls the task's service; `states` is the interpreter's own and not called here. */
export async function callService(
  engine: Engine,
  task: Task,
  service: Exclude<TaskService, 'states'>,
): Promise<Outcome> {
  const problem = argumentsProblem(service, task.arguments);
  if (problem) return { ok: false, failure: { error: 'States.Runtime', cause: problem } };
  if (service === 'function') return invokeFunction(engine, task.resource, task.arguments);
  const given = task.arguments as JsonObject;
  if (service === 'lambda') return invokeLambda(engine, given);
  if (service === 'events') return putEvents(engine, task, given);
  return sendMessage(engine, given);
}

async function invoke(engine: Engine, name: string, payload: Json): Promise<InvocationResult> {
  try {
    return await engine.services.invoker.invoke(name, payload);
  } catch (error) {
    return { ok: false, errorType: 'Lambda.Unknown', errorMessage: String(error) };
  }
}

async function invokeFunction(engine: Engine, arn: string, input: Json): Promise<Outcome> {
  const result = await invoke(engine, arn, input);
  return result.ok ? { ok: true, result: result.payload } : failed(result);
}

async function invokeLambda(engine: Engine, given: JsonObject): Promise<Outcome> {
  const result = await invoke(engine, String(given.FunctionName), given.Payload ?? {});
  if (!result.ok) return failed(result);
  return { ok: true, result: { ExecutedVersion: '$LATEST', Payload: result.payload, ...HTTP_OK, StatusCode: 200 } };
}

/** The function's own error: its type is what ErrorEquals matches, the cause is what the Lambda API answers. */
function failed(result: InvocationResult & { ok: false }): Outcome {
  const { errorType, errorMessage, trace } = result;
  const cause = JSON.stringify({ errorType, errorMessage, ...(trace ? { trace } : {}) });
  return { ok: false, failure: { error: errorType, cause } };
}

/** Entries get the execution and machine as resources; one refused entry fails the task, as on AWS. */
async function putEvents(engine: Engine, task: Task, given: JsonObject): Promise<Outcome> {
  const execution = engine.executions.get(task.executionArn);
  const entries = (Array.isArray(given.Entries) ? given.Entries : []) as JsonObject[];
  const request = {
    ...given,
    Entries: entries.map((entry) => ({
      ...entry,
      Detail: asText(entry.Detail),
      Resources: [...((entry.Resources as Json[] | undefined) ?? []), execution.arn, execution.machineArn],
    })),
  };
  const outcome = await call('EventBridge', engine.services.putEvents, request);
  const answer = outcome.ok ? (outcome.result as JsonObject) : {};
  if (Number(answer.FailedEntryCount ?? 0) === 0) return outcome;
  return { ok: false, failure: { error: 'EventBridge.FailedEntry', cause: JSON.stringify(answer) } };
}

async function sendMessage(engine: Engine, given: JsonObject): Promise<Outcome> {
  return call('SQS', engine.services.sendMessage, { ...given, MessageBody: asText(given.MessageBody) });
}

function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? {});
}

async function call(prefix: string, service: ServiceCall | undefined, request: JsonObject): Promise<Outcome> {
  if (!service) return { ok: false, failure: { error: 'States.Runtime', cause: `${prefix} is not available` } };
  try {
    return { ok: true, result: { ...(await service(request)), ...HTTP_OK } };
  } catch (error) {
    return { ok: false, failure: serviceFailure(prefix, error) };
  }
}

/** An API error as Step Functions names it: `SQS.QueueDoesNotExistException`. */
export function serviceFailure(prefix: string, error: unknown): { error: string; cause: string } {
  if (!(error instanceof AwsError)) return { error: `${prefix}.SdkClientException`, cause: String(error) };
  const code = error.code.split('.').at(-1) ?? error.code;
  return { error: `${prefix}.${code.endsWith('Exception') ? code : `${code}Exception`}`, cause: error.message };
}
