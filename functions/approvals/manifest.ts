// The approvals domain: questions to people about a release or a promotion, and their decisions by HTTP or by a button in chat.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import {
  approvalSummaryView,
  approvalView,
  decisionBody,
  listApprovalsQuery,
} from '../../entities/approvals/approval.model.ts';
import { approvalErrors } from '../../entities/approvals/errors.ts';
import { ApprovalDecisionRequested } from '../../entities/notifications/events.ts';
import { promotionErrors } from '../../entities/promotions/errors.ts';
import {
  PromotionCancelled,
  PromotionEvaluated,
  PromotionFailed,
  PromotionRejected,
  PromotionSuperseded,
} from '../../entities/promotions/events.ts';
import { releaseErrors } from '../../entities/releases/errors.ts';
import { BuildRequested, RegressionStarted, ReleaseCancelled, ReleaseDeleted } from '../../entities/releases/events.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { already_decided, not_an_approver, not_found } = approvalErrors;
const { STAGE, TABLE_NAME, ALLOWED_OUTBOUND_HOSTS } = environment;
const read = { role: 'VIEWER', scope: 'approvals:read', ci: true } as const;

const OF_RELEASES = [RegressionStarted, BuildRequested, ReleaseCancelled];
const OF_PROMOTIONS = [PromotionEvaluated, PromotionRejected, PromotionFailed, PromotionCancelled, PromotionSuperseded];
/** Events after which an open question about a release or a promotion may have no purpose. */
export const OVERTAKING_EVENTS = [...OF_RELEASES, ...OF_PROMOTIONS];

export const manifest = defineManifest({
  domain: 'approvals',
  routes: {
    listApprovals: {
      method: 'GET',
      path: '/approvals',
      summary: 'Approvals of one status, newest first; the pending ones by default',
      access: read,
      query: listApprovalsQuery,
      status: 200,
      reply: listOf(approvalSummaryView),
    },
    getApproval: {
      method: 'GET',
      path: '/approvals/{approval}',
      summary: 'An approval with its decisions',
      access: read,
      errors: [not_found],
      status: 200,
      reply: approvalView,
    },
    decideApproval: {
      method: 'POST',
      path: '/approvals/{approval}/decisions',
      summary: "Approves or rejects, as the credential's user; repeating an answer changes nothing",
      access: { role: 'DEVELOPER', scope: 'approvals:write' },
      body: decisionBody,
      errors: [
        already_decided,
        not_an_approver,
        not_found,
        releaseErrors.sign_off_refused,
        promotionErrors.approval_void,
      ],
      status: 200,
      reply: approvalView,
    },
  },
  subscriptions: {
    chat: { source: [ApprovalDecisionRequested.source], detailTypes: [ApprovalDecisionRequested.type] },
    releases: {
      source: [ReleaseCancelled.source],
      detailTypes: [ReleaseDeleted, ...OF_RELEASES].map((event) => event.type),
      evenIfDeleted: [ReleaseDeleted.type],
    },
    promotions: { source: [PromotionEvaluated.source], detailTypes: OF_PROMOTIONS.map((event) => event.type) },
  },
  tasks: {
    requestSignOff: 'Asks for the sign-off of the current regression cycle, once',
    askPromotion: 'Asks the people of an environment about a promotion, once per round',
  },
  lambdas: {
    api: {
      impact: 'People cannot see or decide approvals; releases wait for their sign-off.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
    },
    events: {
      impact: 'Buttons in chat do nothing, and pointless approvals stay open.',
      environment: z.object({ TABLE_NAME, ALLOWED_OUTBOUND_HOSTS }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
      memoryMb: 512,
    },
    tasks: {
      impact:
        'Releases pause with TASK_FAILURE before their sign-off is requested, and nobody is asked about promotions.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:check'],
    },
  },
});
