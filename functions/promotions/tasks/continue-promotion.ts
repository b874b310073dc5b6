// Starts the next execution of a promotion that waits, before the history of this one grows too long.
import { promotion, promotionTask } from '../../../statemachines/promotion/promotion.contract.ts';
import type { PromotionTaskDeps } from '../deps.ts';

export async function continuePromotion(raw: unknown, { start }: PromotionTaskDeps): Promise<void> {
  const { tenantId, promotionId, leg } = promotionTask.parse(raw);
  await start(promotion, { tenantId, promotionId, leg: leg + 1 });
}
