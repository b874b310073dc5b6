// Asks the people of an environment's approval policy about a promotion. Asking again changes nothing.
import * as z from 'zod';
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { neededWith } from '../../../entities/approvals/quorum.model.ts';
import { groupsOf } from '../../../entities/environments/policies/approval-policy.model.ts';
import { spoken } from '../../../entities/notifications/message.model.ts';
import { excludedFrom } from '../../../entities/promotions/gates/approvals.gate.ts';
import type { PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import { requesterOf } from '../../../entities/promotions/promotion.model.ts';
import { PROMOTION_STAGE } from '../../../entities/promotions/words.model.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { ask, type Question } from '../ask.ts';
import type { BackgroundDeps } from '../deps.ts';

const input = z.object({ tenantId: z.string(), promotionId: z.string(), executionId: z.string() });

/** The policy is the version to which the promotion's hash is bound, also if it was changed meanwhile. */
async function questionOf(promotion: PromotionItem, { environments }: BackgroundDeps): Promise<Question> {
  const { promotionId, releaseKey, environmentName, releaseId, approvedHash, round, authors } = promotion;
  const { targetEnvironmentId, policyVersion } = promotion;
  const policy = await environments.policy(promotion.tenantId as TenantId, targetEnvironmentId, policyVersion);
  const { requiredApprovals, requireSod } = policy;
  return {
    subject: { type: 'Promotion', id: promotionId, key: `${releaseKey} to ${environmentName}` },
    ...{ releaseId, subjectHash: approvedHash, stage: PROMOTION_STAGE, round },
    question: `Promote ${spoken(releaseKey)} to ${environmentName}?`,
    policy: {
      roles: ['ADMIN', 'LEAD', 'DEVELOPER'],
      userIds: [],
      approvalsNeeded: Math.max(1, requiredApprovals),
      groups: groupsOf(policy).map(({ teamId, approvalsNeeded }) => ({ groupId: teamId, approvalsNeeded })),
      excludedUserIds: excludedFrom({
        requestedBy: requesterOf(promotion),
        ...{ release: { authors }, policy: { requireSod }, override: promotion.override ?? null },
      }),
    },
  };
}

/** Does nothing for a promotion that was deleted or has another status, and for a round that was asked before. */
export async function askPromotion(raw: unknown, deps: BackgroundDeps): Promise<void> {
  const { promotionId, executionId, ...given } = input.parse(raw);
  const tenantId = given.tenantId as TenantId;
  const caller: Caller = { tenantId, actor: systemActor('approvals'), correlationId: executionId, at: deps.now() };
  await retryOnConflict(async () => {
    const [promotion, asked] = await Promise.all([
      unlessGone('promotion', deps.promotions.get(tenantId, promotionId)),
      deps.approvals.questionsOf(tenantId, promotionId),
    ]);
    if (promotion?.status !== 'PENDING_APPROVAL') return;
    const question = await questionOf(promotion, deps);
    if (asked.some(({ stage, round }) => stage === question.stage && round === question.round)) return;
    const facts = { approvalsNeeded: neededWith(question.policy, []) };
    await ask(caller, question, facts, deps.promotions.unchanged(promotion), deps);
  });
}
