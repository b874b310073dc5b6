// Cancels a promotion that waits. One that is deployed ends with its deployment.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertWaits } from '../../../entities/promotions/promotion.model.ts';
import { viewWithDetails } from '../../../entities/promotions/promotion.view.ts';
import type { Ops } from '../deps.ts';
import { auditOf, changed, eventOf } from '../news.ts';

export const cancelPromotion: Ops['cancelPromotion'] = async (call, { promotions }) => {
  const { caller, body } = call;
  const before = await promotions.get(caller.tenantId, call.params.promotion ?? '');
  assertRevision(call, before);
  assertWaits(before);
  const at = isoOf(caller.at);
  const statusReason = body.reason ?? `${caller.actor.name} cancelled it.`;
  const changes = {
    ...{ status: 'CANCELLED' as const, statusCode: 'promotion.cancelled', statusReason },
    ...{ decidedAt: before.decidedAt ?? at, finishedAt: at },
  };
  const after = changed(before, at, changes);
  return call.save(
    {
      writes: promotions.update(before, at, changes),
      events: [eventOf(caller, before, after)],
      audit: auditOf(before, 'cancelled', { before: before.status, reason: body.reason }),
    },
    { body: viewWithDetails(after), revision: after.revision },
  );
};
