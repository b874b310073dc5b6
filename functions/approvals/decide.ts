// One person's decision on an approval, whichever way it came: by HTTP or by a button in chat.
import type { TenantId } from '../../entities/_base/ids.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import { assertMayDecide, type DecisionBody, judge } from '../../entities/approvals/approval.model.ts';
import type { ApprovalRepo, WholeApproval } from '../../entities/approvals/approval.repo.ts';
import { ApprovalDecided } from '../../entities/approvals/events.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { weakerOf } from '../../entities/names.ts';
import { assertMaySignOff } from '../../entities/releases/regression/regression.model.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { WholeRelease } from '../../entities/releases/release.view.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { MembershipItem } from '../../entities/tenants/user.entity.ts';
import { holdsOf, type Via } from '../_kit/chat-voice.ts';
import type { Caller, Change } from '../_kit/save.ts';

export interface ApprovalsDeps {
  readonly approvals: ApprovalRepo;
  readonly integrations: IntegrationRepo;
  readonly releases: ReleaseRepo;
  readonly tenants: TenantRepo;
}

export const factsOf = ({ approval }: WholeApproval) => {
  const { approvalId, releaseId, releaseKey, version, stage, cycle } = approval;
  return { approvalId, releaseId, releaseKey, version, stage, cycle };
};

export function viewApproval({ approval, decisions }: WholeApproval) {
  const { tenantId: _t, schemaVersion: _s, createdAt: _c, updatedAt: _u, approvalId, ...shown } = approval;
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
  };
}

interface Decision {
  /** Undefined when the same person has given the same answer before: there is nothing to commit. */
  readonly change: Change | undefined;
  readonly after: WholeApproval;
}

/** A refusal names pipelines as people do. */
async function pipelineNames({ release, pipelines }: WholeRelease, { integrations }: ApprovalsDeps) {
  const refs = pipelines.map((one) => ({ kind: 'PIPELINE' as const, integrationId: one.pipelineIntegrationId }));
  const known = await integrations.getMany(release.tenantId, refs);
  return (id: string) => known.get(id)?.name ?? id;
}

/** A credential may be for less than its person may. */
const limited = (person: MembershipItem | undefined, { role }: Caller): MembershipItem | undefined =>
  person && role !== undefined ? { ...person, role: weakerOf(person.role, role) } : person;

/** `userId` is from the credential or from a verified chat identity (then with `via`), never from a body. */
export async function decide(
  caller: Caller,
  approvalId: string,
  userId: string,
  answer: DecisionBody,
  deps: ApprovalsDeps,
  via?: Via,
): Promise<Decision> {
  const tenantId: TenantId = caller.tenantId;
  const before = await deps.approvals.whole(tenantId, approvalId);
  const { approval, decisions } = before;
  const [member, whole] = await Promise.all([
    deps.tenants.membershipOf(tenantId, userId),
    deps.releases.whole(tenantId, approval.releaseId),
  ]);
  const person = limited(member, caller);
  assertMayDecide(person, whole.release.releasePilotId);
  if (judge(approval.status, decisions, { userId, action: answer.action }) === 'REPEATED') {
    return { change: undefined, after: before };
  }
  const isSignOff = answer.action === 'APPROVED';
  if (isSignOff) assertMaySignOff(whole, approval.cycle, await pipelineNames(whole, deps));
  const decidedAt = isoOf(caller.at);
  const { action, comment } = answer;
  const said = comment === undefined ? {} : { comment };
  const decision = { tenantId, approvalId, userId, name: person.name, action, ...said, decidedAt, schemaVersion: 1 };
  const after = {
    approval: { ...approval, status: action, decidedAt, revision: approval.revision + 1 },
    decisions: [...decisions, decision],
  };
  const change: Change = {
    writes: [
      deps.approvals.end(approval, action, decidedAt),
      deps.approvals.addDecision(decision),
      // The approved release is the one that the decision was checked against.
      ...(isSignOff || via ? [deps.releases.unchanged(whole.release)] : []),
      ...(via ? holdsOf(tenantId, via, whole.release, deps) : []),
    ],
    events: [
      ApprovalDecided.create(caller, approval.releaseId, {
        ...factsOf(before),
        status: action,
        decidedBy: userId,
        ...said,
      }),
    ],
    audit: {
      action: `approval.${action.toLowerCase()}`,
      resourceType: 'Release',
      resourceId: approval.releaseId,
      details: { approvalId, stage: approval.stage, cycle: approval.cycle, ...said, ...(via && { via }) },
    },
  };
  return { change, after };
}
