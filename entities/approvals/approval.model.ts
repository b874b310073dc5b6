// Approvals: a question to people about a subject, the policy that decides it, and one person's answer. Pure. Source:
// DOMAIN, "Approval, Decision"; approvals of the release-manager and orchestrator models.
import * as z from 'zod';
import { flag, pageQuery } from '../_base/list.ts';
import { prose } from '../_base/text.ts';
import { actionView } from '../access/actions/action.model.ts';
import { ROLES, type Role } from '../names.ts';
import { approvalErrors } from './errors.ts';
import { type Approver, isQuorum } from './quorum.model.ts';

export const APPROVAL_STATUSES = ['PENDING', 'APPROVED', 'REJECTED', 'CANCELLED'] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];
export const ANSWERS = ['APPROVED', 'REJECTED'] as const;

/** The types of subjects. Each has its rules in functions/approvals/subjects. */
export const SUBJECT_TYPES = ['Release', 'Promotion'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** The sign-off of a regression cycle. */
export const SIGN_OFF_STAGE = 'REGRESSION_SIGN_OFF';

/** `key` is the subject's name for people, e.g. `app@1.5.0`, or `app@1.5.0 to production`. */
export const subjectSchema = z.lazy(() =>
  z.strictObject({ type: z.enum(SUBJECT_TYPES), id: z.string(), key: z.string() }),
);

/**
 * The people who decide, and how many approvals are needed. Stored with the question, so later changes of roles do not
 * affect it.
 */
export const policySchema = z.lazy(() =>
  z.strictObject({
    roles: z.array(z.enum(ROLES)).describe('Members with one of these roles may decide'),
    userIds: z.array(z.string()).describe('These people may decide too, with at least the role DEVELOPER'),
    approvalsNeeded: z
      .number()
      .int()
      .min(1)
      .describe('The number of people who must approve; one rejection ends the question'),
    groups: z
      .array(z.strictObject({ groupId: z.string(), approvalsNeeded: z.number().int() }))
      .describe('Teams, and the number of their members who must be among these people; a person counts for one team'),
    excludedUserIds: z.array(z.string()).describe('These people may not decide: separation of duties'),
  }),
);
export type Policy = z.output<typeof policySchema>;

/** The release that an approval is about. */
export const releaseIdOf = ({ subject, releaseId }: { subject: z.output<typeof subjectSchema>; releaseId?: string }) =>
  subject.type === 'Release' ? subject.id : releaseId;

export const decisionBody = z.lazy(() =>
  z.strictObject({
    action: z.enum(ANSWERS),
    comment: prose(1000).trim().min(1).optional(),
  }),
);
export type DecisionBody = z.output<typeof decisionBody>;

export const listApprovalsQuery = z
  .strictObject({
    ...pageQuery,
    mine: flag
      .optional()
      .describe('true: only pending ones that wait for an answer of the caller; a page may be short'),
    status: z.enum(APPROVAL_STATUSES).optional().describe('PENDING by default; any status with subjectId'),
    subjectId: z.string().max(64).optional().describe('Only approvals about this subject, e.g. the id of a release'),
  })
  .refine(({ mine, status }) => mine !== true || (status ?? 'PENDING') === 'PENDING', {
    path: ['status'],
    message: 'must be PENDING with mine=true',
  });

export const decisionView = z
  .lazy(() =>
    z.strictObject({
      userId: z.string(),
      name: z.string(),
      action: z.enum(ANSWERS),
      comment: z.string().optional(),
      decidedAt: z.string(),
    }),
  )
  .meta({ id: 'Decision' });

export const approvalView = z.lazy(() =>
  z.strictObject({
    id: z.string(),
    subject: subjectSchema,
    stage: z.string().describe('The point in the life of the subject, e.g. REGRESSION_SIGN_OFF'),
    round: z.number().int().describe('The regression cycle, for a sign-off'),
    question: z.string(),
    policy: policySchema,
    status: z.enum(APPROVAL_STATUSES),
    requestedAt: z.string(),
    decidedAt: z.string().optional(),
    revision: z.number().int(),
    decisions: z.array(decisionView),
    actions: z
      .array(actionView(['decideApproval']).extend({ body: z.strictObject({ action: z.enum(ANSWERS) }) }))
      .describe('An action per answer. In a list they leave the decisions so far and the state of the subject out'),
  }),
);

/** Entries of a list have no decisions. */
export const approvalSummaryView = z
  .lazy(() => approvalView.unwrap().omit({ decisions: true }))
  .meta({ id: 'ApprovalSummary' });

interface Person {
  readonly userId: string;
  readonly role: Role;
  readonly isActive: boolean;
}

export const isLead = (role: Role | undefined): boolean => role === 'LEAD' || role === 'ADMIN';

/** Roles that may decide, by HTTP or by chat. */
export const mayPilot = (role: Role | undefined): boolean => isLead(role) || role === 'DEVELOPER';

const isExcluded = (person: Person | undefined, { excludedUserIds }: Policy): boolean =>
  person !== undefined && excludedUserIds.includes(person.userId);

export function mayDecide(person: Person | undefined, policy: Policy): boolean {
  if (!person?.isActive || isExcluded(person, policy)) return false;
  const isNamed = policy.userIds.includes(person.userId) && mayPilot(person.role);
  return policy.roles.includes(person.role) || isNamed;
}

/**
 * Throws `approval.not_an_approver` unless the policy allows this person to decide. The person comes from the credential.
 */
export function assertMayDecide(person: Person | undefined, policy: Policy): asserts person is Person {
  if (isExcluded(person, policy)) {
    throw approvalErrors.not_an_approver({
      detail: 'You took part in this change, so another person must decide.',
    });
  }
  if (mayDecide(person, policy)) return;
  const named = policy.userIds.length > 0 ? ', or a person that the question names' : '';
  throw approvalErrors.not_an_approver({
    detail: `A member with the role ${policy.roles.join(' or ')} must decide${named}.`,
  });
}

interface Given extends Approver {
  readonly action: DecisionBody['action'];
}

/** The people who have approved, after one more answer. */
export const approversWith = (given: readonly Given[], answer: Given): readonly Approver[] =>
  [...given.filter(({ userId }) => userId !== answer.userId), answer].filter(({ action }) => action === 'APPROVED');

interface Asked {
  readonly status: ApprovalStatus;
  readonly policy: Policy;
}

/**
 * The status of the approval after an answer: PENDING until enough people of each group have approved. `REPEATED` if this
 * person gave the same answer before, which changes nothing. Throws `approval.already_decided` if the question is no longer
 * open.
 */
export function judge({ status, policy }: Asked, given: readonly Given[], answer: Given): ApprovalStatus | 'REPEATED' {
  if (given.some(({ userId, action }) => userId === answer.userId && action === answer.action)) return 'REPEATED';
  if (status !== 'PENDING') {
    throw approvalErrors.already_decided({ detail: `It is ${status}; no further decision is accepted.`, legal: [] });
  }
  if (answer.action === 'REJECTED') return 'REJECTED';
  return isQuorum(policy, approversWith(given, answer)) ? 'APPROVED' : 'PENDING';
}
