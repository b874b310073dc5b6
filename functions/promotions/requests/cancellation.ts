// The cancellation of a promotion that waits, by a person or by a hold.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import type { Caller, Change } from '../../_kit/save.ts';
import type { PromotionsDeps } from '../deps.ts';
import { auditOf, changed, eventOf } from '../news.ts';

interface Because {
  readonly statusCode: string;
  readonly statusReason: string;
  /** As a person gave it. */
  readonly reason?: string | undefined;
}

/** The change, and the promotion after it. */
export function cancellationOf(
  caller: Caller,
  before: PromotionItem,
  { reason, ...because }: Because,
  { promotions }: Pick<PromotionsDeps, 'promotions'>,
): { readonly change: Change; readonly after: PromotionItem } {
  const at = isoOf(caller.at);
  const changes = {
    ...{ status: 'CANCELLED' as const, ...because },
    ...{ decidedAt: before.decidedAt ?? at, finishedAt: at },
  };
  const after = changed(before, at, changes);
  return {
    after,
    change: {
      writes: promotions.update(before, at, changes),
      events: [eventOf(caller, before, after)],
      audit: auditOf(before, 'cancelled', { before: before.status, reason }),
    },
  };
}
