// The event's facts and the audit entry of a change of a hold. Pure.
import type { NewPromotionHold } from '../../../entities/promotions/holds/promotion-hold.entity.ts';
import type { Change } from '../../_kit/save.ts';

export const heldFacts = (item: NewPromotionHold) => {
  const { environmentId, environmentName, serviceId, service, deploymentId, releaseId, version } = item;
  return { environmentId, environmentName, serviceId, service, deploymentId, releaseId, version };
};

export const holdAudit = (
  { environmentId }: Pick<NewPromotionHold, 'environmentId'>,
  action: 'promotion_hold.held' | 'promotion_hold.lifted',
  details: Readonly<Record<string, unknown>>,
): Change['audit'] => ({
  ...{ action, resourceType: 'Environment', resourceId: environmentId, details },
});
