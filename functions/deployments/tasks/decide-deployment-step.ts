// Answers the next step of a deployment and keeps what it means: its begin, its stages, the waves that begin. The stored state decides, so
// that a repetition decides the same.
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { isEnd } from '../../../entities/deployments/reports/told.model.ts';
import type { Rollout } from '../../../entities/deployments/rollout.model.ts';
import type { Next } from '../../../entities/deployments/windlass/next-step.model.ts';
import { deploymentTask, END, type MachineStep } from '../../../statemachines/deployment/deployment.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { DrivingDeps } from '../deps.ts';
import { begin } from '../driving/begin.ts';
import { decisionOn, keepDecision } from '../driving/decision.ts';
import { callerOf } from './driven.ts';

function answerOf({ rollout }: DeploymentItem, next: Next): MachineStep {
  switch (next.step) {
    case 'WAVE': {
      const { taskStep, wave, targetIds } = next;
      return { ...END, step: 'WAVE', taskStep, wave, targetIds, maxConcurrent: (rollout as Rollout).maxConcurrent };
    }
    case 'SOAK':
    case 'PAUSE':
      return { ...END, step: next.step, seconds: next.seconds };
    default:
      return END;
  }
}

export async function decideDeploymentStep(raw: unknown, deps: DrivingDeps): Promise<MachineStep> {
  const input = deploymentTask.parse(raw);
  return retryOnConflict(async () => {
    const find = () => deps.deployments.find(input.tenantId as TenantId, input.deploymentId);
    const caller = callerOf(input, deps);
    const before = await find();
    if (!before || isEnd(before.status)) return END;
    const queued = before.status === 'PENDING' ? await begin(caller, before, deps) : undefined;
    if (queued) return queued;
    const item = before.status === 'PENDING' ? await find() : before;
    if (!item) return END;
    const decision = await decisionOn(item, caller.at, deps);
    await keepDecision(caller, item, decision, deps);
    return answerOf(item, decision.next);
  });
}
