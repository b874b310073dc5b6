// The operations of the approvals domain, one per route of its manifest.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { ApprovalsDeps } from './decide.ts';
import type { manifest } from './manifest.ts';
import { decideApproval } from './ops/decide-approval.ts';
import { getApproval } from './ops/get-approval.ts';
import { listApprovals } from './ops/list-approvals.ts';

export const operations: Operations<typeof manifest, ApprovalsDeps> = { listApprovals, getApproval, decideApproval };
