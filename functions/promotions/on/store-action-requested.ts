// Cancels the promotion of a SERVER target that is to be withdrawn, if it still waits. The other wishes of targets, and those of other stores,
// are ignored.
import { isWaiting } from '../../../entities/promotions/promotion.model.ts';
import { StoreActionRequested } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { cancellationOf } from '../requests/cancellation.ts';

export async function onStoreActionRequested({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = StoreActionRequested.parse(detail);
  const { action, submissionId, releaseId } = data;
  if (action !== 'WITHDRAW' || submissionId === undefined) return;
  await retryOnConflict(async () => {
    const before = await deps.promotions.find(tenantId, submissionId);
    if (before?.releaseId !== releaseId || !isWaiting(before)) return;
    const caller: Caller = { tenantId, actor, correlationId, at: deps.now() };
    const statusReason = `${actor.name} withdrew its target.`;
    const because = { statusCode: 'promotion.cancelled', statusReason };
    await deps.save(caller, cancellationOf(caller, before, because, deps).change);
  });
}
