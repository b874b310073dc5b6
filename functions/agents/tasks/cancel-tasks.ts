// Ends the tasks of a cancelled or ended deployment that no agent has. Agents are told of the others at their next sync.
import { stopReason } from '../../../entities/agents/tasks/task.model.ts';
import { cancelTasksInput } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { TaskDeps } from '../deps.ts';
import { endTaskAs } from '../tasking/endings.ts';
import { waveOf } from '../tasking/wave.ts';

export async function cancelTasks(raw: unknown, deps: TaskDeps): Promise<void> {
  const { caller, deployment } = await waveOf(cancelTasksInput.parse(raw), deps);
  const message = stopReason(deployment);
  if (message === undefined) return;
  const { deploymentId } = deployment;
  for (const { taskId } of await deps.tasks.ofDeployment(caller.tenantId, deploymentId)) {
    await retryOnConflict(async () => {
      const task = await deps.tasks.find(caller.tenantId, { deploymentId, taskId });
      if (task?.status !== 'QUEUED') return;
      await endTaskAs(caller, task, { status: 'CANCELLED', message }, deps);
    });
  }
}
