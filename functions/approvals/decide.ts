// Records one person's decision on an approval, made by HTTP or by a button in chat.
import type { TenantId } from '../../entities/_base/ids.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import {
  approversWith,
  assertMayDecide,
  type DecisionBody,
  judge,
  mayDecide,
  releaseIdOf,
} from '../../entities/approvals/approval.model.ts';
import type { WholeApproval } from '../../entities/approvals/approval.repo.ts';
import { ApprovalAnswered, ApprovalDecided } from '../../entities/approvals/events.ts';
import { neededWith } from '../../entities/approvals/quorum.model.ts';
import { weakerOf } from '../../entities/names.ts';
import type { Member } from '../../entities/people/rights.model.ts';
import { holdsOf, type Via } from '../_kit/chat-voice.ts';
import type { Caller, Change } from '../_kit/save.ts';
import type { ApprovalsDeps } from './deps.ts';
import { subjectOf } from './subjects/rules.ts';

type Approval = WholeApproval['approval'];

/** The data of every event of an approval. */
export function factsOf(approval: Approval) {
  const { approvalId, subject, stage, round, question } = approval;
  const releaseId = releaseIdOf(approval);
  return { approvalId, subject, stage, round, question, ...(releaseId === undefined ? {} : { releaseId }) };
}

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

/** The groups of the policy in which the person is now. */
async function groupsOf(
  tenantId: TenantId,
  userId: string,
  { groups }: Approval['policy'],
  { teams }: Pick<ApprovalsDeps, 'teams'>,
): Promise<string[]> {
  const places = await Promise.all(groups.map(({ groupId }) => teams.memberIn(tenantId, groupId, userId)));
  return places.flatMap((place) => place?.teamId ?? []);
}

/**
 * The decisions that count now: of an approval, that its person may still decide, and the groups in which the person is now. An answer of
 * the person who decides now stands as it is.
 */
async function standingOf(
  tenantId: TenantId,
  decider: string,
  { approval: { policy }, decisions }: WholeApproval,
  deps: ApprovalsDeps,
): Promise<WholeApproval['decisions']> {
  const counted = decisions.map(async (decision) => {
    if (decision.userId === decider || decision.action !== 'APPROVED') return [decision];
    const member = await deps.people.membershipOf(tenantId, decision.userId);
    if (!mayDecide(member, policy)) return [];
    return [{ ...decision, groupIds: await groupsOf(tenantId, decision.userId, policy, deps) }];
  });
  return (await Promise.all(counted)).flat();
}

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
  const [groupIds, standing] = await Promise.all([
    groupsOf(tenantId, userId, approval.policy, deps),
    standingOf(tenantId, userId, before, deps),
  ]);
  const status = judge(approval, standing, { userId, action, groupIds });
  if (status === 'REPEATED') return { change: undefined, after: before };
  if (action === 'APPROVED') await subject.assertApprovable();
  const decidedAt = isoOf(caller.at);
  const said = comment === undefined ? {} : { comment };
  const decision = {
    tenantId,
    approvalId,
    shelf: approval.shelf,
    userId,
    name: person.name,
    action,
    groupIds,
    ...said,
    decidedAt,
    schemaVersion: 1,
  };
  const given = [...decisions.filter((one) => one.userId !== userId), decision];
  // The end stands on the groups of now: whoever reads the decisions afterwards finds the quorum in them.
  const regrouped =
    status === 'APPROVED' ? standing.filter((one) => one.userId !== userId && !decisions.includes(one)) : [];
  const facts = factsOf(approval);
  const approvers = approversWith(standing, decision);
  const count = { approvals: approvers.length, approvalsNeeded: neededWith(approval.policy, approvers) };
  const change: Change = {
    writes: [
      status === 'PENDING'
        ? deps.approvals.touch(approval, decidedAt)
        : deps.approvals.end(approval, status, decidedAt),
      ...[decision, ...regrouped].map(deps.approvals.putDecision),
      // Fails if the subject has changed since the decision was checked.
      ...(action === 'APPROVED' || via ? [subject.unchanged] : []),
      ...(via ? holdsOf(tenantId, via, subject, deps) : []),
    ],
    events: [
      status === 'PENDING'
        ? ApprovalAnswered.create(caller, approval.subject.id, { ...facts, ...count, ...said })
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
