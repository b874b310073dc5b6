// Lists approvals, newest first: of one status, or about one subject.
import type { Operation } from '../../_kit/http/http-handler.ts';
import { viewApproval } from '../decide.ts';
import type { ApprovalsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const listApprovals: Operation<typeof manifest.routes.listApprovals, ApprovalsDeps> = async (call, deps) => {
  const { tenantId } = call.caller;
  const { status, subjectId, ...page } = call.query;
  const { items, nextCursor } =
    subjectId === undefined
      ? await deps.approvals.list(tenantId, status ?? 'PENDING', page)
      : await deps.approvals.listAbout(tenantId, subjectId, status, page);
  const shown = items.map((approval) => {
    const { decisions: _, ...summary } = viewApproval({ approval, decisions: [] });
    return summary;
  });
  return { body: { items: shown, nextCursor } };
};
