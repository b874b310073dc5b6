// Approvals: a question put to people about a stage of a release, and one person's answer. Pure. Source: DOMAIN, "Approval,
// Decision"; approvals of the release-manager and orchestrator models.
import * as z from 'zod';
import { pageQuery } from '../_base/list.ts';
import { prose } from '../_base/text.ts';
import type { Role } from '../names.ts';
import { approvalErrors } from './errors.ts';

export const APPROVAL_STATUSES = ['PENDING', 'APPROVED', 'REJECTED', 'CANCELLED'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];
export const APPROVAL_STAGES = ['REGRESSION_SIGN_OFF'] as const;

export const decisionBody = z.strictObject({
  action: z.enum(['APPROVED', 'REJECTED']),
  comment: prose(1000).trim().min(1).optional(),
});
export type DecisionBody = z.output<typeof decisionBody>;

export const listApprovalsQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(APPROVAL_STATUSES).default('PENDING'),
});

export const decisionView = z.strictObject({
  userId: z.string(),
  name: z.string(),
  action: z.enum(['APPROVED', 'REJECTED']),
  comment: z.string().optional(),
  decidedAt: z.string(),
});

export const approvalView = z.strictObject({
  id: z.string(),
  releaseId: z.string(),
  releaseKey: z.string(),
  version: z.string(),
  stage: z.enum(APPROVAL_STAGES),
  cycle: z.number().int(),
  status: z.enum(APPROVAL_STATUSES),
  requestedAt: z.string(),
  decidedAt: z.string().optional(),
  revision: z.number().int(),
  decisions: z.array(decisionView),
});

/** Entries of a list are the approvals alone. */
export const approvalSummaryView = approvalView.omit({ decisions: true });

interface Person {
  readonly userId: string;
  readonly role: Role;
  readonly isActive: boolean;
}

export const isLead = (role: Role | undefined): boolean => role === 'LEAD' || role === 'ADMIN';

/** Roles that may decide something at all, by whichever way the decision comes. */
export const mayPilot = (role: Role | undefined): boolean => isLead(role) || role === 'DEVELOPER';

/** A regression is signed off by the release's pilot, a LEAD or an ADMIN; the person comes from the credential. */
export function assertMayDecide(
  person: Person | undefined,
  releasePilotId: string | undefined,
): asserts person is Person {
  const isPilot = person !== undefined && person.userId === releasePilotId && mayPilot(person.role);
  if (person?.isActive && (isLead(person.role) || isPilot)) return;
  throw approvalErrors.not_an_approver({ detail: "The release's pilot or a LEAD decides." });
}

interface Decided {
  readonly userId: string;
  readonly action: DecisionBody['action'];
}

/**
 * `REPEATED` when this person gave this very answer already, which changes nothing; `NEW` when it decides. Throws
 * `approval.already_decided` when the question is no longer open.
 */
export function judge(status: ApprovalStatus, decisions: readonly Decided[], answer: Decided): 'NEW' | 'REPEATED' {
  const same = decisions.some((known) => known.userId === answer.userId && known.action === answer.action);
  if (same) return 'REPEATED';
  if (status === 'PENDING') return 'NEW';
  throw approvalErrors.already_decided({ detail: `It is ${status}; one decision ends it.`, legal: [] });
}
