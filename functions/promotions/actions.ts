// One promotion as operations answer it, with its last decision, and one hold: with the actions that the caller may do now. Pure.
import type { PromotionHoldItem } from '../../entities/promotions/holds/promotion-hold.entity.ts';
import { viewPromotionHold } from '../../entities/promotions/holds/promotion-hold.model.ts';
import { assertGrantable, assertPerson } from '../../entities/promotions/overrides/override.model.ts';
import type { EvaluationItem, PromotionItem } from '../../entities/promotions/promotion.entity.ts';
import { assertWaits } from '../../entities/promotions/promotion.model.ts';
import { type PromotionAction, viewWithDetails } from '../../entities/promotions/promotion.view.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

export const showPromotion = (caller: Caller, item: PromotionItem, last: EvaluationItem | undefined) => ({
  ...viewWithDetails(item),
  decision: last?.record ?? null,
  actions: actionsOf<PromotionAction>(caller, manifest, {
    cancelPromotion: () => assertWaits(item),
    requestOverride: () => {
      assertPerson(caller.actor);
      assertWaits(item);
    },
    grantOverride: () => {
      assertPerson(caller.actor);
      assertWaits(item);
      assertGrantable(item.override, caller.actor, caller.at);
    },
  }),
});

export const showPromotionHold = (caller: Caller, item: PromotionHoldItem) => ({
  ...viewPromotionHold(item),
  actions: actionsOf<'liftPromotionHold'>(caller, manifest, { liftPromotionHold: always }),
});
