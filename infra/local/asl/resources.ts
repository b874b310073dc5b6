// Reads the Resource of a Task state, and makes the history events of its attempts. Service integrations and plain
// function ARNs write different families of events, as on AWS.
import type { JsonObject } from '../contracts.ts';
import type { Outcome } from './store/frames.ts';
import { type NewEvent, payload } from './store/history.ts';
import type { Task } from './store/tasks.ts';

/** `response` ends with the call, `callback` with SendTaskSuccess or SendTaskFailure, `sync` with the started execution. */
type TaskMode = 'callback' | 'response' | 'sync';
export type TaskService = 'events' | 'function' | 'lambda' | 'sqs' | 'states';

export interface TaskResource {
  readonly service: TaskService;
  readonly mode: TaskMode;
  /** As history events name it: `invoke.waitForTaskToken`; for a plain function its ARN. */
  readonly action: string;
}

const SUFFIXES: Readonly<Record<string, TaskMode>> = {
  '': 'response',
  '.waitForTaskToken': 'callback',
  '.sync:2': 'sync',
};

const INTEGRATIONS: Readonly<Record<string, readonly TaskMode[]>> = {
  'lambda:invoke': ['response', 'callback'],
  'states:startExecution': ['response', 'callback', 'sync'],
  'events:putEvents': ['response', 'callback'],
  'sqs:sendMessage': ['response', 'callback'],
};

/** Answers undefined for a resource the runtime does not have. */
export function parseResource(resource: string): TaskResource | undefined {
  if (/^arn:aws[\w-]*:lambda:[^:]+:\d+:function:[^:]+(:[^:]+)?$/.test(resource)) {
    return { service: 'function', mode: 'response', action: resource };
  }
  const [, service, call, suffix] = /^arn:aws[\w-]*:states:::(\w+):(\w+)(\..+)?$/.exec(resource) ?? [];
  const mode = SUFFIXES[suffix ?? ''];
  if (!service || !call || !mode || !INTEGRATIONS[`${service}:${call}`]?.includes(mode)) return undefined;
  return { service: service as TaskService, mode, action: `${call}${suffix ?? ''}` };
}

/** The resource of a definition that was validated. */
export function knownResource(resource: string): TaskResource {
  const known = parseResource(resource);
  if (!known) throw new Error(`unknown resource ${resource}`);
  return known;
}

export interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** Scheduled and started: the runtime makes the call at once. */
export function scheduledEvents(
  task: Pick<Task, 'arguments' | 'executionArn' | 'resource'>,
  limits: TaskLimits,
): NewEvent[] {
  const { service, action } = knownResource(task.resource);
  const times: JsonObject = {
    ...(limits.timeoutSeconds === undefined ? {} : { timeoutInSeconds: limits.timeoutSeconds }),
    ...(limits.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: limits.heartbeatSeconds }),
  };
  if (service === 'function') {
    const details = { resource: action, ...payload('input', task.arguments), ...times };
    return [{ type: 'LambdaFunctionScheduled', details }, { type: 'LambdaFunctionStarted' }];
  }
  const about = { resourceType: service, resource: action };
  const region = task.executionArn.split(':')[3] ?? '';
  const parameters = JSON.stringify(task.arguments);
  return [
    { type: 'TaskScheduled', details: { ...about, region, parameters, ...times } },
    { type: 'TaskStarted', details: about },
  ];
}

/** The call was accepted and something else will end the task. */
export function submittedEvent(task: Task, reply: JsonObject): NewEvent {
  const { service, action } = knownResource(task.resource);
  return { type: 'TaskSubmitted', details: { resourceType: service, resource: action, ...payload('output', reply) } };
}

export function endedEvent(task: Task, outcome: Outcome): NewEvent {
  const { service, action } = knownResource(task.resource);
  const about: JsonObject = service === 'function' ? {} : { resourceType: service, resource: action };
  const family = service === 'function' ? 'LambdaFunction' : 'Task';
  if (outcome.ok) {
    return { type: `${family}Succeeded`, details: { ...about, ...payload('output', outcome.result ?? null) } };
  }
  const { error, cause } = outcome.failure;
  const details = { ...about, ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  return { type: `${family}${error === 'States.Timeout' ? 'TimedOut' : 'Failed'}`, details };
}
