// Reads the Resource of a Task state, and makes the history events of its attempts. Service integrations and plain functions
// write different families of events, as on AWS.
import type { JsonObject } from '../../contracts.ts';
import { errorDetails } from '../failure.ts';
import type { Outcome } from '../store/frames.ts';
import { type NewEvent, payload } from '../store/history.ts';
import type { Task } from '../store/tasks.ts';

export type TaskService = 'events' | 'function' | 'lambda' | 'states';

interface TaskResource {
  readonly service: TaskService;
  /** `response` ends with the call, `callback` with SendTaskSuccess or SendTaskFailure, `sync` with the started execution. */
  readonly mode: 'callback' | 'response' | 'sync';
  /** As history events name it: `invoke.waitForTaskToken`; for a plain function its ARN. */
  readonly action: string;
}

const FUNCTION = /^arn:aws[\w-]*:lambda:[^:]+:\d+:function:[^:]+(:[^:]+)?$/;

const INTEGRATIONS: Readonly<Record<string, TaskResource>> = {
  'events:putEvents': { service: 'events', mode: 'response', action: 'putEvents' },
  'lambda:invoke': { service: 'lambda', mode: 'response', action: 'invoke' },
  'lambda:invoke.waitForTaskToken': { service: 'lambda', mode: 'callback', action: 'invoke.waitForTaskToken' },
  'states:startExecution': { service: 'states', mode: 'response', action: 'startExecution' },
  'states:startExecution.sync:2': { service: 'states', mode: 'sync', action: 'startExecution.sync:2' },
};

/** Answers undefined for a resource that the runtime does not support. */
export function findResource(resource: string): TaskResource | undefined {
  if (FUNCTION.test(resource)) return { service: 'function', mode: 'response', action: resource };
  const [, call = ''] = /^arn:aws[\w-]*:states:::(.+)$/.exec(resource) ?? [];
  return Object.hasOwn(INTEGRATIONS, call) ? INTEGRATIONS[call] : undefined;
}

/** The resource of a validated definition. */
export function knownResource(resource: string): TaskResource {
  const known = findResource(resource);
  if (!known) throw new Error(`unknown resource ${resource}`);
  return known;
}

/** Scheduled and started: the runtime makes the call at once. */
export function scheduledEvents(
  task: Pick<Task, 'arguments' | 'executionArn' | 'heartbeatSeconds' | 'resource'>,
  timeoutSeconds: number | undefined,
): NewEvent[] {
  const { service, action } = knownResource(task.resource);
  const { heartbeatSeconds } = task;
  const limits = {
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
  if (service === 'function') {
    const details = { resource: action, ...payload('input', task.arguments), ...limits };
    return [{ type: 'LambdaFunctionScheduled', details }, { type: 'LambdaFunctionStarted' }];
  }
  const region = task.executionArn.split(':')[3] ?? '';
  const details = { ...aboutOf(task), region, parameters: JSON.stringify(task.arguments), ...limits };
  return [
    { type: 'TaskScheduled', details },
    { type: 'TaskStarted', details: aboutOf(task) },
  ];
}

/** The call was accepted; a callback or a child execution will end the task. */
export function submittedEvent(task: Task, reply: JsonObject): NewEvent {
  return { type: 'TaskSubmitted', details: { ...aboutOf(task), ...payload('output', reply) } };
}

export function endedEvent(task: Task, outcome: Outcome): NewEvent {
  const family = knownResource(task.resource).service === 'function' ? 'LambdaFunction' : 'Task';
  if (outcome.ok) {
    return { type: `${family}Succeeded`, details: { ...aboutOf(task), ...payload('output', outcome.result ?? null) } };
  }
  const end = outcome.failure.timeout ? 'TimedOut' : 'Failed';
  return { type: `${family}${end}`, details: { ...aboutOf(task), ...errorDetails(outcome.failure) } };
}

/** Events of plain functions name no service. */
function aboutOf({ resource }: Pick<Task, 'resource'>): JsonObject {
  const { service, action } = knownResource(resource);
  return service === 'function' ? {} : { resourceType: service, resource: action };
}
