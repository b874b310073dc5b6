// Takes the lock of the promotion's environment and service together with its status DEPLOYING, if all gates still pass at this moment.
// Answers EVALUATE if something has changed, such as another promotion that has the lock.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { NextStep } from '../../../statemachines/promotion/promotion.contract.ts';
import { END, promotionTask } from '../../../statemachines/promotion/promotion.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { PromotionTaskDeps } from '../deps.ts';
import { look, writesOf } from '../evaluation/look.ts';
import { callerOf, toldOf } from './promotion.ts';

export async function lockPromotion(raw: unknown, deps: PromotionTaskDeps): Promise<NextStep> {
  const input = promotionTask.parse(raw);
  return retryOnConflict(async () => {
    const item = await deps.promotions.find(input.tenantId, input.promotionId);
    if (!item) return END;
    const caller = callerOf(input, deps);
    const seen = await look(item, caller.at, deps);
    if (seen.outcome.step !== 'LOCK') {
      return { step: seen.outcome.step === 'DEPLOY' ? 'DEPLOY' : 'EVALUATE', waitSeconds: 1 };
    }
    const at = isoOf(caller.at);
    const changes = { ...seen.changes, status: 'DEPLOYING' as const, taskToken: undefined };
    const writes = [deps.promotions.lock(item, at), ...writesOf(item, at, changes, seen, deps)];
    await deps.save(caller, { writes, ...toldOf(caller, item, changes) });
    return { step: 'DEPLOY', waitSeconds: 1 };
  });
}
