// Starts the execution of a requested promotion, and wakes the older ones that wait in its place, which it supersedes. A repetition finds
// the execution, and those that have ended.
import { PromotionRequested } from '../../../entities/promotions/events.ts';
import { promotion } from '../../../statemachines/promotion/promotion.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { wakeAt } from '../waking.ts';

export async function onPromotionRequested({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, data } = PromotionRequested.parse(detail);
  const { promotionId, environmentId: targetEnvironmentId, serviceId } = data;
  await deps.start(promotion, { tenantId, promotionId, leg: 0 });
  await wakeAt({ tenantId, targetEnvironmentId, serviceId }, deps);
}
