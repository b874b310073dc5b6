// Approvals, their decisions, and the sentinel of each approval's question.
import {
  defineEntity,
  defineRecord,
  type ItemOf,
  list,
  map,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { ROLES } from '../names.ts';
import { approvalKeys, decisionKeys, questionKeys } from './approval.keys.ts';
import { ANSWERS, APPROVAL_STATUSES, SUBJECT_TYPES } from './approval.model.ts';

export const approvalDefinition = defineEntity('approval', approvalKeys, {
  shelf: text,
  approvalId: text,
  subject: map({ type: oneOf(SUBJECT_TYPES), id: text, key: text }),
  /** The release whose chat is told, if the subject is none itself. */
  releaseId: optional(text),
  /** The hash of what is approved, if the subject has one: another hash makes the question void. */
  subjectHash: optional(text),
  stage: text,
  round: number,
  question: text,
  policy: map({
    roles: list(oneOf(ROLES)),
    userIds: list(text),
    approvalsNeeded: number,
    groups: list(map({ groupId: text, approvalsNeeded: number })),
    excludedUserIds: list(text),
  }),
  status: oneOf(APPROVAL_STATUSES),
  requestedAt: text,
  decidedAt: optional(text),
});

export const decisionDefinition = defineRecord('decision', decisionKeys, {
  shelf: text,
  approvalId: text,
  userId: text,
  name: text,
  action: oneOf(ANSWERS),
  comment: optional(text),
  /** The groups of the policy in which the person was. */
  groupIds: list(text),
  decidedAt: text,
});

export const questionDefinition = defineRecord('question', questionKeys, {
  shelf: text,
  subjectId: text,
  stage: text,
  round: number,
  approvalId: text,
});

export type ApprovalItem = ItemOf<typeof approvalDefinition>;
export type DecisionItem = ItemOf<typeof decisionDefinition>;
export type QuestionItem = ItemOf<typeof questionDefinition>;
