// Evaluates a promotion by the stored state of now, stores what differs from the last evaluation, and answers the next step.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { END, type NextStep, promotionTask } from '../../../statemachines/promotion/promotion.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { PromotionTaskDeps } from '../deps.ts';
import { look, writesOf } from '../evaluation/look.ts';
import { callerOf, toldOf } from './promotion.ts';

export async function evaluatePromotion(raw: unknown, deps: PromotionTaskDeps): Promise<NextStep> {
  const input = promotionTask.parse(raw);
  return retryOnConflict(async () => {
    const item = await deps.promotions.find(input.tenantId, input.promotionId);
    if (!item) return END;
    const caller = callerOf(input, deps);
    const seen = await look(item, caller.at, deps);
    const { changes, outcome, waitSeconds } = seen;
    if (Object.keys(changes).length > 0) {
      const writes = writesOf(item, isoOf(caller.at), changes, seen, deps);
      await deps.save(caller, { writes, ...toldOf(caller, item, changes) });
    }
    return { step: outcome.step, waitSeconds };
  });
}
