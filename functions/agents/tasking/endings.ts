// Ends tasks: the change of the task with its event and audit entry, the count of the uses of its target, and the answer to the state machine
// that waits for it. The answer comes after the change; repeating it is harmless.

import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import {
  DeploymentTaskCancelled,
  DeploymentTaskFailed,
  DeploymentTaskSucceeded,
} from '../../../entities/agents/events.ts';
import type { TaskItem } from '../../../entities/agents/tasks/task.entity.ts';
import { endedAs, taskFactsOf, viewTask } from '../../../entities/agents/tasks/task.model.ts';
import type { TaskEnd } from '../../../entities/agents/tasks/words.model.ts';
import { leaseOf, type WaveResult } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { TaskDeps } from '../deps.ts';

/** The entry of a change of a task. */
export const auditOf = (before: TaskItem | undefined, after: TaskItem, action: string): Change['audit'] => ({
  action,
  resourceType: 'DeploymentTask',
  resourceId: after.taskId,
  details: { ...(before && { before: viewTask(before) }), after: viewTask(after) },
});

const ACTIONS: Readonly<Record<TaskEnd, string>> = {
  SUCCEEDED: 'deployment_task.succeeded',
  FAILED: 'deployment_task.failed',
  CANCELLED: 'deployment_task.cancelled',
};

function eventOf(caller: Caller, task: TaskItem) {
  const facts = taskFactsOf(task);
  if (task.status === 'SUCCEEDED') return DeploymentTaskSucceeded.create(caller, task.taskId, facts);
  if (task.status === 'CANCELLED') return DeploymentTaskCancelled.create(caller, task.taskId, facts);
  return DeploymentTaskFailed.create(caller, task.taskId, { ...facts, message: task.message ?? '' });
}

export interface End {
  readonly status: TaskEnd;
  readonly message?: string | undefined;
  readonly reported?: TaskItem['reported'];
}

/** The task after its end, and the change that ends it. The writes on its target are `released`, by default the count of its uses alone. */
export function endingOf(
  caller: Caller,
  task: TaskItem,
  { status, message, reported }: End,
  { tasks, targets }: Pick<TaskDeps, 'tasks' | 'targets'>,
  released: readonly Write[] = [targets.unuse(task)],
) {
  const now = isoOf(caller.at);
  const changes: Changes<TaskItem> = { ...endedAs(status, message, caller.at), ...(reported && { reported }) };
  const after = { ...task, ...changes, updatedAt: now, revision: task.revision + 1 } as TaskItem;
  const change = {
    writes: [...tasks.update(task, now, changes), ...released],
    events: [eventOf(caller, after)],
    audit: auditOf(task, after, ACTIONS[status]),
  } satisfies Change;
  return { after, change };
}

/** The change that creates a task which has ended already. */
export const bornEnded = (caller: Caller, task: TaskItem, { tasks }: Pick<TaskDeps, 'tasks'>): Change => ({
  writes: tasks.create(task),
  events: [eventOf(caller, task)],
  audit: auditOf(undefined, task, ACTIONS[task.status as TaskEnd]),
});

export const resultOf = ({ targetId, status, message }: TaskItem): WaveResult => ({
  targetId,
  status: status as TaskEnd,
  error: status === 'SUCCEEDED' ? null : (message ?? null),
});

/** Answers the wait of the state machine for a task that has ended. */
export async function tellEnd(task: TaskItem, { tokens }: Pick<TaskDeps, 'tokens'>): Promise<void> {
  if (task.taskToken === undefined) return;
  await tokens.succeed(task.taskToken, task.tokenOf === 'QUEUE' ? leaseOf(task) : resultOf(task));
}

/** Ends a task that no agent reports about, and answers the state machine. */
export async function endTaskAs(
  caller: Caller,
  task: TaskItem,
  end: End,
  deps: Omit<TaskDeps, 'deployments' | 'now'>,
  released?: readonly Write[],
): Promise<TaskItem> {
  const { after, change } = endingOf(caller, task, end, deps, released);
  await deps.save(caller, change);
  await tellEnd(after, deps);
  return after;
}
