// Ends a promotion as its deployment ended, and releases the lock of its place. Without a deployment that ended, it has failed, also if
// it waited when a task failed.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { isWaiting } from '../../../entities/promotions/promotion.model.ts';
import type { PromotionStatus } from '../../../entities/promotions/words.model.ts';
import { promotionTask } from '../../../statemachines/promotion/promotion.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import { failedIn, type TaskFailure, taskFailure, wordsOf } from '../../_kit/workflow/task.ts';
import type { PromotionTaskDeps } from '../deps.ts';
import { callerOf, toldOf } from './promotion.ts';

const input = promotionTask.extend({ error: taskFailure.nullable() });

interface End {
  readonly status: PromotionStatus;
  readonly statusCode?: string;
  readonly statusReason?: string;
}

function endOf(deployment: DeploymentItem | undefined, error: TaskFailure | null): End {
  switch (deployment?.status) {
    case 'SUCCEEDED':
      return { status: 'DEPLOYED' };
    case 'ROLLED_BACK':
      return {
        status: 'ROLLED_BACK',
        statusCode: 'deployment.rolled_back',
        statusReason: deployment.reason ?? 'Its deployment was rolled back.',
      };
    case 'CANCELLED':
    case 'FAILED': {
      const did = deployment.status.toLowerCase();
      const statusReason =
        deployment.reason ?? (did === 'failed' ? 'Its deployment failed.' : 'Its deployment was cancelled.');
      return { status: 'FAILED', statusCode: `deployment.${did}`, statusReason };
    }
    default:
      return error
        ? { status: 'FAILED', statusCode: failedIn(error).code, statusReason: wordsOf(error) }
        : { status: 'FAILED', statusCode: 'deployment.unfinished', statusReason: 'Its deployment did not end.' };
  }
}

export async function finishPromotion(raw: unknown, deps: PromotionTaskDeps): Promise<void> {
  const { error, ...given } = input.parse(raw);
  await retryOnConflict(async () => {
    const item = await deps.promotions.find(given.tenantId, given.promotionId);
    if (!item || !(item.status === 'DEPLOYING' || (error !== null && isWaiting(item)))) return;
    const { deploymentId, decidedAt } = item;
    const deployment =
      deploymentId === undefined ? undefined : await deps.deployments.find(given.tenantId as TenantId, deploymentId);
    const caller = callerOf(given, deps);
    const at = isoOf(caller.at);
    const changes = { ...endOf(deployment, error), decidedAt: decidedAt ?? at, finishedAt: at };
    const unlocked = isWaiting(item) ? [] : [deps.promotions.unlock(item)];
    await deps.save(caller, {
      writes: [...deps.promotions.update(item, at, changes), ...unlocked],
      ...toldOf(caller, item, changes),
    });
  });
}
