// Keys of promotions, of their decision records, and of those that wait. An id says its shelf, so that a promotion is found by its id alone
// and no partition has all promotions of a tenant.
import { SHELVES } from '../_base/ids.ts';

const removal = [{ stage: 'CONNECTIONS', each: SHELVES }] as const;

export const promotionKeys = {
  pk: 'T#${tenantId}#PROMOTIONS#${shelf}',
  sk: '${promotionId}',
  removal,
  indexes: {
    byTime: { index: 'gsi1', pk: 'T#${tenantId}#PROMOTIONS#MONTH#${month}', sk: '${promotionId}' },
    byEnvironment: {
      index: 'gsi2',
      pk: 'T#${tenantId}#PROMOTIONS#ENVIRONMENT#${targetEnvironmentId}',
      sk: '${promotionId}',
    },
    byService: { index: 'gsi3', pk: 'T#${tenantId}#PROMOTIONS#SERVICE#${serviceId}', sk: '${promotionId}' },
    byStatus: { index: 'gsi4', pk: 'T#${tenantId}#PROMOTIONS#STATUS#${status}#${month}', sk: '${promotionId}' },
  },
} as const;

/** The promotions of a release. */
export const releasePromotionKeys = {
  pk: 'T#${tenantId}#RELEASE_PROMOTIONS#${releaseId}',
  sk: '${promotionId}',
  removal: [{ stage: 'RELEASES' }],
} as const;

/** The snapshot and the decision record of one evaluation. */
export const evaluationKeys = {
  pk: promotionKeys.pk,
  sk: 'EVALUATION#${promotionId}#${evaluatedAt}',
} as const;

/** Promotions that wait, by environment and service: the newest supersedes the others. */
export const waitingPromotionKeys = {
  pk: 'T#${tenantId}#WAITING_PROMOTIONS',
  sk: '${targetEnvironmentId}#${serviceId}#${promotionId}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;

/** The promotion that is executed, by environment and service. */
export const promotionLockKeys = {
  pk: 'T#${tenantId}#PROMOTION_LOCKS',
  sk: '${targetEnvironmentId}#${serviceId}',
  removal: [{ stage: 'CONNECTIONS' }],
} as const;
