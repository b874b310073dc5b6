// The deployment and the caller of the tasks of deployment-wave, and the token of its waits.
import { systemActor } from '../../../entities/_base/actors.ts';
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { TaskItem } from '../../../entities/agents/tasks/task.entity.ts';
import { isEnded } from '../../../entities/agents/tasks/task.model.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { leaseOf } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import type { Caller } from '../../_kit/save.ts';
import type { TaskDeps } from '../deps.ts';
import { tellEnd } from './endings.ts';

export interface Wave {
  readonly caller: Caller;
  readonly deployment: DeploymentItem;
}

interface Input {
  readonly tenantId: string;
  readonly deploymentId: string;
  readonly executionId: string;
}

/** Throws `deployment.not_found`. */
export async function waveOf(
  { tenantId: given, deploymentId, executionId: correlationId }: Input,
  { deployments, now }: Pick<TaskDeps, 'deployments' | 'now'>,
): Promise<Wave> {
  const tenantId = given as TenantId;
  const deployment = await deployments.get(tenantId, deploymentId);
  return { caller: { tenantId, actor: systemActor('agents'), correlationId, at: now() }, deployment };
}

/**
 * Stores the token of the wait that the state machine has begun, and answers it at once if its end has come already. Throws
 * `request.conflict` if the task was changed meanwhile: its end may have answered an earlier token.
 */
export async function keepToken(task: TaskItem, { tasks, tokens }: Pick<TaskDeps, 'tasks' | 'tokens'>): Promise<void> {
  const { taskToken, tokenOf } = task;
  if (taskToken === undefined || tokenOf === undefined) return;
  if (isEnded(task)) return tellEnd(task, { tokens });
  if (!(await tasks.keepToken(task, { taskToken, tokenOf }))) throw baseErrors.conflict();
  if (tokenOf === 'QUEUE' && task.status === 'LEASED') await tokens.succeed(taskToken, leaseOf(task));
}
