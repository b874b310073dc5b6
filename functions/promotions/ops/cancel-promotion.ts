// Cancels a promotion that waits. One that is deployed ends with its deployment.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { assertWaits } from '../../../entities/promotions/promotion.model.ts';
import { viewWithDetails } from '../../../entities/promotions/promotion.view.ts';
import type { Ops } from '../deps.ts';
import { cancellationOf } from '../requests/cancellation.ts';

export const cancelPromotion: Ops['cancelPromotion'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.promotions.get(caller.tenantId, call.params.promotion ?? '');
  assertRevision(call, before);
  assertWaits(before);
  const statusReason = body.reason ?? `${caller.actor.name} cancelled it.`;
  const because = { statusCode: 'promotion.cancelled', statusReason, reason: body.reason };
  const { change, after } = cancellationOf(caller, before, because, deps);
  return call.save(change, { body: viewWithDetails(after), revision: after.revision });
};
