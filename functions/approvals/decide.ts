// Records one person's decision on an approval, made by HTTP or by a button in chat.
import { isoOf } from '../../entities/_base/time/iso.ts';
import { assertMayDecide, type DecisionBody, judge } from '../../entities/approvals/approval.model.ts';
import type { WholeApproval } from '../../entities/approvals/approval.repo.ts';
import { ApprovalAnswered, ApprovalDecided } from '../../entities/approvals/events.ts';
import { weakerOf } from '../../entities/names.ts';
import type { Member } from '../../entities/people/rights.model.ts';
import { holdsOf, type Via } from '../_kit/chat-voice.ts';
import type { Caller, Change } from '../_kit/save.ts';
import type { ApprovalsDeps } from './deps.ts';
import { subjectOf } from './subjects/rules.ts';

type Approval = WholeApproval['approval'];

/** The data of every event of an approval. */
export const factsOf = ({ approvalId, subject, stage, round, question }: Approval) => ({
  ...{ approvalId, subject, stage, round, question },
  ...(subject.type === 'Release' ? { releaseId: subject.id } : {}),
});

export const auditOf = (
  { approvalId, subject, stage, round }: Approval,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Change['audit'] => ({
  action,
  resourceType: subject.type,
  resourceId: subject.id,
  details: { approvalId, stage, round, ...details },
});

interface Decision {
  /** Undefined if the person gave the same answer before: nothing to save. */
  readonly change: Change | undefined;
  readonly after: WholeApproval;
}

/** A credential may have fewer rights than its user. */
const limited = (person: Member | undefined, { role }: Caller): Member | undefined =>
  person && role !== undefined ? { ...person, role: weakerOf(person.role, role) } : person;

/** `userId` comes from the credential or from a verified chat identity (with `via`), never from a body. */
export async function decide(
  caller: Caller,
  approvalId: string,
  userId: string,
  { action, comment }: DecisionBody,
  deps: ApprovalsDeps,
  via?: Via,
): Promise<Decision> {
  const { tenantId } = caller;
  const before = await deps.approvals.whole(tenantId, approvalId);
  const { approval, decisions } = before;
  const [member, subject] = await Promise.all([
    deps.people.membershipOf(tenantId, userId),
    subjectOf(tenantId, approval, deps),
  ]);
  const person = limited(member, caller);
  assertMayDecide(person, approval.policy);
  const status = judge(approval, decisions, { userId, action });
  if (status === 'REPEATED') return { change: undefined, after: before };
  if (action === 'APPROVED') await subject.assertApprovable();
  const decidedAt = isoOf(caller.at);
  const said = comment === undefined ? {} : { comment };
  const decision = { tenantId, approvalId, userId, name: person.name, action, ...said, decidedAt, schemaVersion: 1 };
  const given = [...decisions.filter((one) => one.userId !== userId), decision];
  const facts = factsOf(approval);
  const approvals = given.filter((one) => one.action === 'APPROVED').length;
  const { approvalsNeeded } = approval.policy;
  const change: Change = {
    writes: [
      status === 'PENDING'
        ? deps.approvals.touch(approval, decidedAt)
        : deps.approvals.end(approval, status, decidedAt),
      deps.approvals.putDecision(decision),
      // Fails if the subject has changed since the decision was checked.
      ...(action === 'APPROVED' || via ? [subject.unchanged] : []),
      ...(via ? holdsOf(tenantId, via, subject, deps) : []),
    ],
    events: [
      status === 'PENDING'
        ? ApprovalAnswered.create(caller, approval.subject.id, { ...facts, approvals, approvalsNeeded, ...said })
        : ApprovalDecided.create(caller, approval.subject.id, {
            ...facts,
            status: action,
            decidedBy: userId,
            ...said,
          }),
    ],
    audit: auditOf(approval, `approval.${status === 'PENDING' ? 'answered' : action.toLowerCase()}`, {
      ...said,
      ...(via && { via }),
    }),
  };
  const ended = status === 'PENDING' ? {} : { status, decidedAt };
  return { change, after: { approval: { ...approval, ...ended, revision: approval.revision + 1 }, decisions: given } };
}
