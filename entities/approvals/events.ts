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

export const ApprovalRequested = defineEvent('approvals', 'ApprovalRequested', 1, z.object(approval));
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
