// Events of approvals.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

const approval = {
  approvalId: z.string(),
  releaseId: z.string(),
  releaseKey: z.string(),
  version: z.string(),
  stage: z.enum(['REGRESSION_SIGN_OFF']),
  cycle: z.number().int(),
};

/** With what a person needs to decide: foreign text, such as titles of commits, as it is. */
export const ApprovalRequested = defineEvent(
  'approvals',
  'ApprovalRequested',
  1,
  z.object({
    ...approval,
    pilotName: z.string().optional(),
    /** By the platform, or else the pipeline. */
    builds: z.array(z.object({ name: z.string(), buildNumber: z.string().optional() })).optional(),
    /** Of the cycle; the titles of the newest. */
    commits: z.object({ count: z.number().int(), titles: z.array(z.string()) }).optional(),
    targets: z.array(z.object({ targetIntegrationId: z.string(), percentage: z.number().optional() })).optional(),
  }),
);
export const ApprovalDecided = defineEvent(
  'approvals',
  'ApprovalDecided',
  1,
  z.object({
    ...approval,
    status: z.enum(['APPROVED', 'REJECTED']),
    decidedBy: z.string(),
    comment: z.string().optional(),
  }),
);
export const ApprovalCancelled = defineEvent('approvals', 'ApprovalCancelled', 1, z.object(approval));
