// A promotion as the subject of an approval. An approval is bound to the hash of digests, environment and policy: any change makes it void.
import { promotionErrors } from '../../../entities/promotions/errors.ts';
import { isWaiting } from '../../../entities/promotions/promotion.model.ts';
import type { SubjectRules } from './subject.ts';

/** The round of the question is that of the promotion, which grows with each change of the hash. */
export const promotionAsSubject: SubjectRules = async (tenantId, { subject, round, subjectHash }, deps) => {
  const promotion = await deps.promotions.get(tenantId, subject.id);
  const { status, approvedHash } = promotion;
  const release = await deps.releases.find(tenantId, promotion.releaseId);
  // A gate that closes again for a while, such as an agent that fell silent, leaves the question open.
  const isAsked = isWaiting(promotion) && promotion.round === round && approvedHash === subjectHash;
  return {
    communicationIntegrationId: release?.communicationIntegrationId,
    isOvertaken: !isAsked,
    unchanged: deps.promotions.unchanged(promotion),
    assertApprovable: async () => {
      if (!isAsked)
        throw promotionErrors.approval_void({ detail: `The promotion is ${status}, in round ${promotion.round}.` });
    },
  };
};
