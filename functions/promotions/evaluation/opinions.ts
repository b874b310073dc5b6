// The decisions of people about a promotion in its present round. While the question is open, an approval counts only if its person may
// still decide, for the groups in which the person is now; one that was decided stays as it was decided.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { mayDecide } from '../../../entities/approvals/approval.model.ts';
import type { WholeApproval } from '../../../entities/approvals/approval.repo.ts';
import type { Snapshot } from '../../../entities/promotions/decisions/snapshot.model.ts';
import { PROMOTION_STAGE } from '../../../entities/promotions/words.model.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import type { PromotionsDeps } from '../deps.ts';

type Deps = Pick<PromotionsDeps, 'approvals' | 'people' | 'teams'>;
type Decision = WholeApproval['decisions'][number];

export interface Opinions {
  readonly approvalId: string | undefined;
  /** People were asked, and cannot answer any more. */
  readonly isClosed: boolean;
  readonly decisions: Snapshot['decisions'];
}

const NONE: Opinions = { approvalId: undefined, isClosed: false, decisions: [] };

async function standing(
  tenantId: TenantId,
  decision: Decision,
  policy: WholeApproval['approval']['policy'],
  deps: Deps,
) {
  if (decision.action !== 'APPROVED') return [decision];
  if (!mayDecide(await deps.people.membershipOf(tenantId, decision.userId), policy)) return [];
  const places = await Promise.all(
    policy.groups.map(({ groupId }) => deps.teams.memberIn(tenantId, groupId, decision.userId)),
  );
  return [{ ...decision, groupIds: places.flatMap((place) => place?.teamId ?? []) }];
}

export async function opinionsOf(
  tenantId: TenantId,
  promotionId: string,
  round: number,
  deps: Deps,
): Promise<Opinions> {
  const asked = await deps.approvals.questionsOf(tenantId, promotionId);
  const question = asked.find((one) => one.stage === PROMOTION_STAGE && one.round === round);
  const whole = question && (await unlessGone('approval', deps.approvals.whole(tenantId, question.approvalId)));
  if (!whole) return NONE;
  const { approval, decisions: given } = whole;
  const isClosed = approval.status !== 'PENDING';
  const counted = isClosed
    ? given
    : (await Promise.all(given.map((one) => standing(tenantId, one, approval.policy, deps)))).flat();
  const decisions = counted.map(({ userId, action, decidedAt, groupIds }) => ({
    ...{ userId, action, decidedAt, groupIds: [...groupIds] },
  }));
  return { approvalId: approval.approvalId, isClosed, decisions };
}
