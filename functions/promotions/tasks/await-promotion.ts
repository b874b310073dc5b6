// Stores the task token of a wait, and then looks again: a change in between is seen either here or by the consumer of its event.
import * as z from 'zod';
import { promotionTask } from '../../../statemachines/promotion/promotion.contract.ts';
import type { PromotionTaskDeps } from '../deps.ts';
import { look } from '../evaluation/look.ts';

const input = promotionTask.extend({ taskToken: z.string() });

/** True if the promotion stands as it was evaluated. */
async function stands(tenantId: string, promotionId: string, taskToken: string, deps: PromotionTaskDeps) {
  const item = await deps.promotions.find(tenantId, promotionId);
  if (!item || !(await deps.promotions.keepToken(item, taskToken))) return false;
  const { outcome, changes } = await look(item, deps.now(), deps);
  return (outcome.step === 'WAIT' || outcome.step === 'ASK') && Object.keys(changes).length === 0;
}

export async function awaitPromotion(raw: unknown, deps: PromotionTaskDeps): Promise<void> {
  const { tenantId, promotionId, taskToken } = input.parse(raw);
  if (!(await stands(tenantId, promotionId, taskToken, deps))) await deps.tokens.succeed(taskToken, null);
}
