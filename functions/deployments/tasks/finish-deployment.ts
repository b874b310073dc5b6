// Stores the end of a deployment: the one that was decided, or FAILED with the words of a task that failed for good. One that has ended
// stays as it is.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import { firstProgress } from '../../../entities/deployments/windlass/progress.model.ts';
import { finishDeploymentTask } from '../../../statemachines/deployment/deployment.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { type TaskFailure, wordsOf } from '../../_kit/workflow/task.ts';
import type { DrivingDeps } from '../deps.ts';
import { isGivenUp } from '../driving/begin.ts';
import { decisionOn, progressOf } from '../driving/decision.ts';
import { endingOf } from '../driving/ending.ts';
import { callerOf } from './driven.ts';

async function endOf(item: DeploymentItem, error: TaskFailure | null, at: number, deps: DrivingDeps) {
  const progress = progressOf(item);
  if (item.status === 'PENDING') {
    const gaveUp = isGivenUp(item, at)
      ? 'Another deployment did not end within 12 hours.'
      : 'Cancelled before it began.';
    return {
      status: 'CANCELLED' as const,
      reason: error ? wordsOf(error) : gaveUp,
      progress: firstProgress(isoOf(at)),
    };
  }
  if (error) return { status: 'FAILED' as const, reason: `It could not be driven on: ${wordsOf(error)}`, progress };
  const decision = await decisionOn(item, at, deps);
  const { next } = decision;
  if (next.step === 'END') return { status: next.status, reason: next.reason, progress: decision.progress };
  // A task has ended after the deployment was given up: nobody drives it on.
  return { status: 'FAILED' as const, reason: progress.failure ?? 'Its tasks ended too late.', progress };
}

export async function finishDeployment(raw: unknown, deps: DrivingDeps): Promise<void> {
  const input = finishDeploymentTask.parse(raw);
  await retryOnConflict(async () => {
    const item = await deps.deployments.find(input.tenantId as TenantId, input.deploymentId);
    if (!item || isEnd(item.status)) return;
    const caller = callerOf(input, deps);
    const end = await endOf(item, input.error, caller.at, deps);
    await deps.save(caller, (await endingOf(caller, item, end, deps)).change);
  });
}
