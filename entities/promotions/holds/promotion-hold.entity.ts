// The hold of automatic promotions of a service to an environment, after a rollback there, and its last lift.
import { defineRecord, type ItemOf, map, type New, optional, text } from '../../_base/table/entity.ts';
import { promotionHoldKeys, promotionHoldLiftKeys } from './promotion-hold.keys.ts';

export const promotionHoldDefinition = defineRecord('promotionHold', promotionHoldKeys, {
  environmentId: text,
  environmentName: text,
  serviceId: text,
  /** The slug of the service. */
  service: text,
  /** The deployment that was rolled back, with its release and version. */
  deploymentId: text,
  releaseId: optional(text),
  version: text,
  reason: optional(text),
  /** ISO 8601, and the author of the rollback. */
  heldAt: text,
  heldBy: map({ type: text, id: text, name: text }),
});

export const promotionHoldLiftDefinition = defineRecord('promotionHoldLift', promotionHoldLiftKeys, {
  environmentId: text,
  serviceId: text,
  liftedAt: text,
});

export type PromotionHoldItem = ItemOf<typeof promotionHoldDefinition>;
export type NewPromotionHold = New<PromotionHoldItem>;
