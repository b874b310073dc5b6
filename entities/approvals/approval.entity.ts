// Approvals, the decisions on them, and the sentinel of the question each one answers.
import { defineEntity, defineRecord, type ItemOf, number, oneOf, optional, text } from '../_base/table/entity.ts';
import { approvalKeys, decisionKeys, questionKeys } from './approval.keys.ts';
import { APPROVAL_STAGES, APPROVAL_STATUSES } from './approval.model.ts';

export const approvalDefinition = defineEntity('approval', approvalKeys, {
  approvalId: text,
  releaseId: text,
  releaseKey: text,
  version: text,
  stage: oneOf(APPROVAL_STAGES),
  cycle: number,
  status: oneOf(APPROVAL_STATUSES),
  requestedAt: text,
  decidedAt: optional(text),
});

export const decisionDefinition = defineRecord('decision', decisionKeys, {
  approvalId: text,
  userId: text,
  name: text,
  action: oneOf(['APPROVED', 'REJECTED']),
  comment: optional(text),
  decidedAt: text,
});

export const questionDefinition = defineRecord('question', questionKeys, {
  releaseId: text,
  stage: oneOf(APPROVAL_STAGES),
  cycle: number,
  approvalId: text,
});

export type ApprovalItem = ItemOf<typeof approvalDefinition>;
export type DecisionItem = ItemOf<typeof decisionDefinition>;
export type QuestionItem = ItemOf<typeof questionDefinition>;
