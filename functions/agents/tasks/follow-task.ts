// Keeps the token of the wait for the end of a task that an agent has. Answers it at once if the task has ended meanwhile.
import { taskErrors } from '../../../entities/agents/errors.ts';
import { taskIdOf } from '../../../entities/agents/tasks/task.model.ts';
import { followTaskInput } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { TaskDeps } from '../deps.ts';
import { keepToken, waveOf } from '../tasking/wave.ts';

export async function followTask(raw: unknown, deps: TaskDeps): Promise<void> {
  const input = followTaskInput.parse(raw);
  const { deploymentId, step, targetId, taskToken } = input;
  const { caller, deployment } = await waveOf(input, deps);
  await retryOnConflict(async () => {
    const ref = { deploymentId, taskId: taskIdOf(deployment, step, targetId) };
    const task = await deps.tasks.find(caller.tenantId, ref);
    if (!task) throw taskErrors.not_found();
    await keepToken({ ...task, taskToken, tokenOf: 'FOLLOW' }, deps);
  });
}
