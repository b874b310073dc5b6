// Events that come from people in a chat. Consumed by the approvals domain, which knows who `externalUserId` is.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

/** Somebody pressed approve or reject; whether that person may decide is still to be found out. */
export const ApprovalDecisionRequested = defineEvent(
  'chat',
  'ApprovalDecisionRequested',
  1,
  z.object({
    approvalId: z.string(),
    action: z.enum(['APPROVED', 'REJECTED']),
    externalUserId: z.string(),
    provider: z.literal('slack'),
    /** Where an answer to that person may be posted, for 30 minutes. */
    responseUrl: z.url().optional(),
  }),
);
