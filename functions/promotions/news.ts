// The event and the audit entry of a change of a promotion. Pure.
import type { Envelope } from '../../entities/_base/events.ts';
import {
  PromotionApproved,
  PromotionCancelled,
  PromotionDeployed,
  PromotionEvaluated,
  PromotionFailed,
  PromotionRejected,
  PromotionRequested,
  PromotionRolledBack,
  PromotionStarted,
  PromotionSuperseded,
} from '../../entities/promotions/events.ts';
import type { PromotionItem } from '../../entities/promotions/promotion.entity.ts';
import type { Caller, Change } from '../_kit/save.ts';

export function factsOf(item: PromotionItem) {
  const { promotionId, releaseId, releaseKey, serviceId, service, version, isRollback, status } = item;
  const { targetEnvironmentId: environmentId, environmentName } = item;
  return {
    ...{ promotionId, releaseId, releaseKey, serviceId, service, version },
    ...{ environmentId, environmentName, isRollback, status },
  };
}

/** The event of the status that a promotion got; of the same status, that its verdicts changed. */
export function eventOf(caller: Caller, before: PromotionItem | undefined, after: PromotionItem): Envelope {
  const { promotionId: id, statusCode: code, statusReason: reason, deploymentId, supersededBy = '' } = after;
  const facts = factsOf(after);
  const because = { ...facts, code, reason };
  if (!before) return PromotionRequested.create(caller, id, facts);
  if (before.status === after.status) return PromotionEvaluated.create(caller, id, because);
  switch (after.status) {
    case 'PENDING_GATES':
    case 'PENDING_APPROVAL':
      return PromotionEvaluated.create(caller, id, because);
    case 'APPROVED':
      return PromotionApproved.create(caller, id, facts);
    case 'DEPLOYING':
      return PromotionStarted.create(caller, id, facts);
    case 'DEPLOYED':
      return PromotionDeployed.create(caller, id, { ...because, deploymentId });
    case 'FAILED':
      return PromotionFailed.create(caller, id, { ...because, deploymentId });
    case 'ROLLED_BACK':
      return PromotionRolledBack.create(caller, id, { ...because, deploymentId });
    case 'REJECTED':
      return PromotionRejected.create(caller, id, because);
    case 'CANCELLED':
      return PromotionCancelled.create(caller, id, because);
    case 'SUPERSEDED':
      return PromotionSuperseded.create(caller, id, { ...because, supersededBy });
  }
}

export const auditOf = (
  { promotionId }: Pick<PromotionItem, 'promotionId'>,
  did: string,
  details: Readonly<Record<string, unknown>>,
): Change['audit'] => ({ action: `promotion.${did}`, resourceType: 'Promotion', resourceId: promotionId, details });

/** The promotion after a change at `at` (ISO 8601). */
export const changed = (before: PromotionItem, at: string, changes: object): PromotionItem =>
  ({ ...before, ...changes, updatedAt: at, revision: before.revision + 1 }) as PromotionItem;
