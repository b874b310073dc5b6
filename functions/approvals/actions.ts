// Approvals as operations answer them: with the answers that the caller may give now, decided by the functions that also decide in
// decideApproval.
import { type DomainError, isDomainError } from '../../entities/_base/errors.ts';
import type { TenantId } from '../../entities/_base/ids.ts';
import { ANSWERS, assertMayDecide, judge } from '../../entities/approvals/approval.model.ts';
import type { WholeApproval } from '../../entities/approvals/approval.repo.ts';
import { approvalErrors } from '../../entities/approvals/errors.ts';
import { actionsOf } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import type { ApprovalsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { subjectOf } from './subjects/rules.ts';

/** Throws `approval.not_an_approver` for a credential of no user. */
export function assertIsUser({ actor }: Caller): void {
  if (actor.type === 'USER') return;
  throw approvalErrors.not_an_approver({ detail: 'Only a user can decide; this credential belongs to no user.' });
}

const REPEATED = { allowed: false, reason: 'You gave this answer already.', code: null };

/** `unapprovable` is the refusal of the subject, if any. The caller's membership is as its credential says. */
function answersOf(caller: Caller, { approval, decisions }: WholeApproval, unapprovable?: DomainError) {
  const { actor, role = 'VIEWER' } = caller;
  const person = { userId: actor.id, role, isActive: true };
  return ANSWERS.flatMap((action) => {
    let isRepeated = false;
    const check = () => {
      assertIsUser(caller);
      assertMayDecide(person, approval.policy);
      isRepeated = judge(approval, decisions, { userId: actor.id, action, groupIds: [] }) === 'REPEATED';
      if (unapprovable && action === 'APPROVED' && !isRepeated) throw unapprovable;
    };
    const answers = actionsOf(caller, manifest, { decideApproval: check });
    return answers.map((answer) => ({ ...answer, ...(isRepeated ? REPEATED : {}), body: { action } }));
  });
}

export function showApproval(caller: Caller, whole: WholeApproval, unapprovable?: DomainError) {
  const { approval, decisions } = whole;
  const {
    tenantId: _t,
    shelf: _f,
    schemaVersion: _s,
    createdAt: _c,
    updatedAt: _u,
    subjectHash: _h,
    releaseId: _r,
    approvalId,
    ...shown
  } = approval;
  return {
    id: approvalId,
    ...shown,
    decisions: decisions.map(({ userId, name, action, comment, decidedAt }) => ({
      userId,
      name,
      action,
      ...(comment === undefined ? {} : { comment }),
      decidedAt,
    })),
    actions: answersOf(caller, whole, unapprovable),
  };
}

/** The refusal of the subject of an open question; undefined if it may be approved. */
export async function unapprovableOf(
  { approval }: WholeApproval,
  deps: ApprovalsDeps,
): Promise<DomainError | undefined> {
  if (approval.status !== 'PENDING') return undefined;
  try {
    const subject = await subjectOf(approval.tenantId as TenantId, approval, deps);
    await subject.assertApprovable();
    return undefined;
  } catch (error) {
    if (isDomainError(error)) return error;
    throw error;
  }
}
