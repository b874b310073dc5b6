// The change that gives a promotion an override of a freeze, asked for or granted.
import { isoOf } from '../../entities/_base/time/iso.ts';
import { PromotionOverrideGranted, PromotionOverrideRequested } from '../../entities/promotions/events.ts';
import type { Override } from '../../entities/promotions/overrides/override.model.ts';
import type { PromotionItem } from '../../entities/promotions/promotion.entity.ts';
import { viewWithDetails } from '../../entities/promotions/promotion.view.ts';
import type { Reply } from '../_kit/http/http-handler.ts';
import type { Caller, Change } from '../_kit/save.ts';
import type { PromotionsDeps } from './deps.ts';
import { auditOf, changed, factsOf } from './news.ts';

interface Saving {
  readonly caller: Caller;
  save(change: Change, reply: Reply): Promise<Reply>;
}

const EVENTS = { requested: PromotionOverrideRequested, granted: PromotionOverrideGranted } as const;

export function saveOverride(
  { caller, save }: Saving,
  before: PromotionItem,
  did: keyof typeof EVENTS,
  override: Override,
  { promotions }: Pick<PromotionsDeps, 'promotions'>,
): Promise<Reply> {
  const at = isoOf(caller.at);
  const after = changed(before, at, { override });
  const { expiresAt, ticket } = override;
  const facts = { ...factsOf(after), expiresAt, ...(ticket !== null && { ticket }) };
  return save(
    {
      writes: promotions.update(before, at, { override }),
      events: [EVENTS[did].create(caller, before.promotionId, facts)],
      audit: auditOf(before, `override_${did}`, { before: before.override, after: override }),
    },
    { body: viewWithDetails(after), revision: after.revision },
  );
}
