// Takes the lock of the promotion's environment and service together with its status DEPLOYING, if all gates still pass at this moment.
// Those of the place that were requested earlier end before, so that none of them is deployed after it. Answers EVALUATE if something has
// changed, such as another promotion that has the lock.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { superseded } from '../../../entities/promotions/next-step.model.ts';
import type { PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import { isWaiting } from '../../../entities/promotions/promotion.model.ts';
import type { NextStep } from '../../../statemachines/promotion/promotion.contract.ts';
import { END, promotionTask } from '../../../statemachines/promotion/promotion.contract.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import type { PromotionTaskDeps } from '../deps.ts';
import { look, withoutGates, writesOf } from '../evaluation/look.ts';
import { wake } from '../waking.ts';
import { callerOf, toldOf } from './promotion.ts';

/** Far more than wait in a place: each ends soon after the next one was requested. */
const MOST_OLDER = 1_000;

async function endOlder(caller: Caller, newer: PromotionItem, deps: PromotionTaskDeps): Promise<void> {
  const ids = (await deps.promotions.waitingAt(newer, MOST_OLDER)).filter((id) => id < newer.promotionId);
  for (const id of ids) {
    await retryOnConflict(async () => {
      const item = await deps.promotions.find(newer.tenantId, id);
      if (!item || !isWaiting(item)) return;
      const seen = withoutGates(item, superseded(newer), caller.at);
      const writes = writesOf(item, isoOf(caller.at), seen.changes, seen, deps);
      await deps.save(caller, { writes, ...toldOf(caller, item, seen.changes) });
      await wake([item], deps);
    });
  }
}

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
    await endOlder(caller, item, deps);
    const at = isoOf(caller.at);
    const changes = { ...seen.changes, status: 'DEPLOYING' as const, taskToken: undefined };
    const writes = [deps.promotions.lock(item, at), ...writesOf(item, at, changes, seen, deps)];
    await deps.save(caller, { writes, ...toldOf(caller, item, changes) });
    return { step: 'DEPLOY', waitSeconds: 1 };
  });
}
