// Keys of the holds of automatic promotions, and of the last lift of each.
const removal = [{ stage: 'CONNECTIONS' }] as const;

export const promotionHoldKeys = {
  pk: 'T#${tenantId}#PROMOTION_HOLDS',
  sk: '${environmentId}#${serviceId}',
  removal,
} as const;

/** When a person last lifted the hold of a place: a rollback from before does not hold it again. */
export const promotionHoldLiftKeys = {
  pk: 'T#${tenantId}#PROMOTION_HOLD_LIFTS',
  sk: '${environmentId}#${serviceId}',
  removal,
} as const;
