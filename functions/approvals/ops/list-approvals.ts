// Lists approvals, newest first: of one status, or about one subject.
import { showApproval } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listApprovals: Ops['listApprovals'] = async (call, deps) => {
  const { tenantId } = call.caller;
  const { status, subjectId, ...page } = call.query;
  const { items, nextCursor } =
    subjectId === undefined
      ? await deps.approvals.list(tenantId, status ?? 'PENDING', page)
      : await deps.approvals.listAbout(tenantId, subjectId, status, page);
  const shown = items.map((approval) => {
    const { decisions: _, ...summary } = showApproval(call.caller, { approval, decisions: [] });
    return summary;
  });
  return { body: { items: shown, nextCursor } };
};
