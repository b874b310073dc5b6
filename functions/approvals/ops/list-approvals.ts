// Lists approvals of one status, newest first.
import type { Operation } from '../../_kit/http/http-handler.ts';
import { type ApprovalsDeps, viewApproval } from '../decide.ts';
import type { manifest } from '../manifest.ts';

export const listApprovals: Operation<typeof manifest.routes.listApprovals, ApprovalsDeps> = async (call, deps) => {
  const { status, ...page } = call.query;
  const { items, nextCursor } = await deps.approvals.list(call.caller.tenantId, status, page);
  const shown = items.map((approval) => {
    const { decisions: _, ...summary } = viewApproval({ approval, decisions: [] });
    return summary;
  });
  return { body: { items: shown, nextCursor } };
};
