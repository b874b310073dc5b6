// Events of approvals. The subject's domain consumes ApprovalDecided and checks again before it acts.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';
import { subjectSchema } from './approval.model.ts';

const event = domainEvents('approvals');

const approval = {
  approvalId: z.string(),
  subject: subjectSchema,
  /** The release whose people are told. */
  releaseId: z.string().optional(),
  stage: z.string(),
  round: z.number().int(),
  question: z.string(),
};

/** Includes the facts for the decision: text of others, such as titles of commits, is unchanged. */
export const ApprovalRequested = event('ApprovalRequested', () => ({
  ...approval,
  pilotName: z.string().optional(),
  /** The number of people who must approve, if more than one. */
  approvalsNeeded: z.number().int().optional(),
  /** Named by the platform, otherwise by the pipeline. */
  builds: z.array(z.object({ name: z.string(), buildNumber: z.string().optional() })).optional(),
  /** The commits of the cycle, with the titles of the newest. */
  commits: z.object({ count: z.number().int(), titles: z.array(z.string()) }).optional(),
  targets: z.array(z.object({ targetIntegrationId: z.string(), percentage: z.number().optional() })).optional(),
}));
/** One of several needed people has approved. */
export const ApprovalAnswered = event('ApprovalAnswered', () => ({
  ...approval,
  approvals: z.number().int(),
  approvalsNeeded: z.number().int(),
  comment: z.string().optional(),
}));
export const ApprovalDecided = event('ApprovalDecided', () => ({
  ...approval,
  status: z.enum(['APPROVED', 'REJECTED']),
  decidedBy: z.string(),
  comment: z.string().optional(),
}));
export const ApprovalCancelled = event('ApprovalCancelled', () => approval);
