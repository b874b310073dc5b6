// Creates the task of a target, or puts it back into the waiting list if its agent fell silent. Answers the state machine at once if an
// agent has the task or it has ended; otherwise the agent's sync answers.
import type * as z from 'zod';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { DeploymentTaskQueued, DeploymentTaskReturned } from '../../../entities/agents/events.ts';
import type { TaskItem } from '../../../entities/agents/tasks/task.entity.ts';
import {
  deployTaskIds,
  endedTask,
  hasWork,
  isEnded,
  isLost,
  LOST_TOO_OFTEN,
  newTask,
  OTHER_COMPONENT,
  stopReason,
  takenBack,
  taskFactsOf,
  taskIdOf,
} from '../../../entities/agents/tasks/task.model.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import { queueTaskInput } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import type { TaskDeps } from '../deps.ts';
import { auditOf, bornEnded, endTaskAs, tellEnd } from '../tasking/endings.ts';
import { keepToken, type Wave, waveOf } from '../tasking/wave.ts';

type Input = z.output<typeof queueTaskInput>;

/** The first task that may have put the deployment on the target: an agent had it. */
async function earlierTask({ caller, deployment }: Wave, { deploymentId, step, targetId }: Input, deps: TaskDeps) {
  const ids = deployTaskIds(deployment, step, targetId);
  const found = await deps.tasks.findMany(
    caller.tenantId,
    ids.map((taskId) => ({ deploymentId, taskId })),
  );
  return ids.map((id) => found.get(id)).find((task) => task !== undefined && task.fence > 0);
}

const MISSING = { status: 'FAILED', message: 'The target does not exist' } as const;

/** The end of a task that must not begin. */
function hindrance({ deployment }: Wave, step: string, target: TargetItem) {
  const message = stopReason(deployment);
  if (message !== undefined) return { status: 'CANCELLED', message } as const;
  return hasWork(deployment, target, step) ? undefined : ({ status: 'FAILED', message: OTHER_COMPONENT } as const);
}

/** A task that cannot begin has ended from the beginning. */
async function create(wave: Wave, input: Input, deps: TaskDeps): Promise<TaskItem> {
  const { caller, deployment } = wave;
  const { step, targetId, taskToken } = input;
  const { at, tenantId } = caller;
  const target = (await deps.targets.findMany(tenantId, [targetId])).get(targetId);
  const waits = { taskToken, tokenOf: 'QUEUE' } as const;
  const end = target ? hindrance(wave, step, target) : MISSING;
  if (!target || end) {
    const ended = { ...endedTask(deployment, { targetId, target }, step, at, end ?? MISSING), ...waits };
    await deps.save(caller, bornEnded(caller, ended, deps));
    return ended;
  }
  const earlier = await earlierTask(wave, input, deps);
  const task = { ...newTask(deployment, target, step, earlier, at), ...waits };
  await deps.save(caller, {
    writes: [...deps.tasks.create(task), deps.targets.use(target)],
    events: [DeploymentTaskQueued.create(caller, task.taskId, taskFactsOf(task))],
    audit: auditOf(undefined, task, 'deployment_task.queued'),
  });
  return task;
}

/** Ends the lease of a silent agent: the task waits for another one, or fails if it was lost too often. */
async function takeBack(caller: Caller, task: TaskItem, deps: TaskDeps): Promise<void> {
  const changes = takenBack(task, caller.at);
  if (!changes) {
    await endTaskAs(caller, task, { status: 'FAILED', message: LOST_TOO_OFTEN }, deps);
    return;
  }
  const now = isoOf(caller.at);
  const { agentId = '', agentName = '', fence } = task;
  const after = { ...task, ...changes } as TaskItem;
  await deps.save(caller, {
    writes: deps.tasks.update(task, now, { ...changes, taskToken: task.taskToken, tokenOf: 'QUEUE' }),
    events: [DeploymentTaskReturned.create(caller, task.taskId, { ...taskFactsOf(task), agentId, agentName, fence })],
    audit: auditOf(task, after, 'deployment_task.returned'),
  });
}

export async function queueTask(raw: unknown, deps: TaskDeps): Promise<void> {
  const input = queueTaskInput.parse(raw);
  const { deploymentId, step, targetId, taskToken, lostFence } = input;
  const wave = await waveOf(input, deps);
  const { caller, deployment } = wave;
  const message = stopReason(deployment);
  await retryOnConflict(async () => {
    const ref = { deploymentId, taskId: taskIdOf(deployment, step, targetId) };
    const stored = await deps.tasks.find(caller.tenantId, ref);
    const task: TaskItem = stored ? { ...stored, taskToken, tokenOf: 'QUEUE' } : await create(wave, input, deps);
    const lost = lostFence !== null && isLost(task, lostFence, caller.at);
    const waits = task.status === 'QUEUED' || lost;
    if (isEnded(task)) await tellEnd(task, deps);
    else if (waits && message !== undefined) await endTaskAs(caller, task, { status: 'CANCELLED', message }, deps);
    else if (lost) await takeBack(caller, task, deps);
    else if (stored) await keepToken(task, deps);
  });
}
