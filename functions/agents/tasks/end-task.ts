// Ends a task that took too long, or whose wait failed. Answers the result of the task, which may have ended otherwise meanwhile.
import type * as z from 'zod';
import type { TaskItem } from '../../../entities/agents/tasks/task.entity.ts';
import { endedTask, isEnded, taskIdOf } from '../../../entities/agents/tasks/task.model.ts';
import { endTaskInput, type WaveResult } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { wordsOf } from '../../_kit/workflow/task.ts';
import type { TaskDeps } from '../deps.ts';
import { bornEnded, endTaskAs, resultOf } from '../tasking/endings.ts';
import { waveOf } from '../tasking/wave.ts';

type Failure = z.output<typeof endTaskInput>['error'];

const timeInWords = (seconds: number): string =>
  seconds % 60 === 0 ? `${seconds / 60} minutes` : `${seconds} seconds`;

function messageOf(failure: Failure, task: TaskItem | undefined): string {
  if (failure.Error !== 'States.Timeout') return `The task could not be followed: ${wordsOf(failure)}`;
  if (task?.status === 'LEASED') return `The task did not end within ${timeInWords(task.timeoutSeconds)}`;
  const needs = task?.capability === undefined ? '' : ` that has the capability ${task.capability}`;
  return `No agent${needs} took the task within an hour`;
}

export async function endTask(raw: unknown, deps: TaskDeps): Promise<WaveResult> {
  const input = endTaskInput.parse(raw);
  const { deploymentId, step, targetId, error } = input;
  const { caller, deployment } = await waveOf(input, deps);
  return retryOnConflict(async () => {
    const ref = { deploymentId, taskId: taskIdOf(deployment, step, targetId) };
    const task = await deps.tasks.find(caller.tenantId, ref);
    const end = { status: 'FAILED', message: messageOf(error, task) } as const;
    if (task) return resultOf(isEnded(task) ? task : await endTaskAs(caller, task, end, deps));
    const born = endedTask(deployment, { targetId }, step, caller.at, end);
    await deps.save(caller, bornEnded(caller, born, deps));
    return resultOf(born);
  });
}
