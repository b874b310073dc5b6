// Reads the Resource of a Task state, and makes the history events of its attempts in AWS's shapes.
import type { JsonObject } from '../../contracts.ts';
import { errorDetails } from '../failure.ts';
import type { Outcome } from '../store/frames.ts';
import { type NewEvent, payload } from '../store/history.ts';
import type { Task } from '../store/tasks.ts';

export type TaskService = 'events' | 'lambda' | 'states';

interface TaskResource {
  readonly service: TaskService;
  /** `response` ends with the call, `callback` with SendTaskSuccess or SendTaskFailure, `sync` with the started execution. */
  readonly mode: 'callback' | 'response' | 'sync';
  /** As history events name it: `invoke.waitForTaskToken`. */
  readonly action: string;
}

const RESOURCES: Readonly<Record<string, TaskResource>> = {
  'arn:aws:states:::events:putEvents': { service: 'events', mode: 'response', action: 'putEvents' },
  'arn:aws:states:::lambda:invoke': { service: 'lambda', mode: 'response', action: 'invoke' },
  'arn:aws:states:::lambda:invoke.waitForTaskToken': {
    service: 'lambda',
    mode: 'callback',
    action: 'invoke.waitForTaskToken',
  },
  'arn:aws:states:::states:startExecution': { service: 'states', mode: 'response', action: 'startExecution' },
  'arn:aws:states:::states:startExecution.sync:2': {
    service: 'states',
    mode: 'sync',
    action: 'startExecution.sync:2',
  },
};

/** Answers undefined for a resource that the runtime does not support. */
export function findResource(resource: string): TaskResource | undefined {
  return Object.hasOwn(RESOURCES, resource) ? RESOURCES[resource] : undefined;
}

/** The resource of a validated definition. */
export function knownResource(resource: string): TaskResource {
  const known = findResource(resource);
  if (!known) throw new Error(`unknown resource ${resource}`);
  return known;
}

interface TaskLimits {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
}

/** Scheduled and started: the runtime makes the call at once. */
export function scheduledEvents(
  task: Pick<Task, 'arguments' | 'executionArn' | 'resource'>,
  { timeoutSeconds, heartbeatSeconds }: TaskLimits,
): NewEvent[] {
  const about = aboutOf(task);
  const details = {
    ...about,
    region: task.executionArn.split(':')[3] ?? '',
    parameters: JSON.stringify(task.arguments),
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
  return [
    { type: 'TaskScheduled', details },
    { type: 'TaskStarted', details: about },
  ];
}

/** The call was accepted; a callback or a child execution will end the task. */
export function submittedEvent(task: Task, reply: JsonObject): NewEvent {
  return { type: 'TaskSubmitted', details: { ...aboutOf(task), ...payload('output', reply) } };
}

export function endedEvent(task: Task, outcome: Outcome): NewEvent {
  if (outcome.ok) {
    return { type: 'TaskSucceeded', details: { ...aboutOf(task), ...payload('output', outcome.result ?? null) } };
  }
  const type = outcome.failure.timeout ? 'TaskTimedOut' : 'TaskFailed';
  return { type, details: { ...aboutOf(task), ...errorDetails(outcome.failure) } };
}

function aboutOf({ resource }: Pick<Task, 'resource'>): JsonObject {
  const { service, action } = knownResource(resource);
  return { resourceType: service, resource: action };
}
