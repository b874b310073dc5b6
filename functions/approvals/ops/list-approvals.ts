// Lists approvals, newest first: of one status, about one subject, or those that wait for the caller.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { showApproval } from '../actions.ts';
import type { ApprovalsDeps, Ops } from '../deps.ts';

type Query = Parameters<Ops['listApprovals']>[0]['query'];

function pageOf(tenantId: TenantId, { status, subjectId, mine, ...page }: Query, { approvals }: ApprovalsDeps) {
  const wanted = mine ? 'PENDING' : status;
  if (subjectId === undefined) return approvals.list(tenantId, wanted ?? 'PENDING', page);
  return approvals.listAbout(tenantId, subjectId, wanted, page);
}

export const listApprovals: Ops['listApprovals'] = async ({ caller, query }, deps) => {
  const { tenantId, actor } = caller;
  const { items, nextCursor } = await pageOf(tenantId, query, deps);
  const shown = items.map((approval) => {
    const { decisions: _, ...summary } = showApproval(caller, { approval, decisions: [] });
    return summary;
  });
  if (!query.mine) return { body: { items: shown, nextCursor } };
  const open = shown.filter(({ actions }) => actions.some(({ allowed }) => allowed));
  const ids = open.map(({ id }) => id);
  const answered = await deps.approvals.answeredBy(tenantId, actor.id, ids);
  return { body: { items: open.filter(({ id }) => !answered.has(id)), nextCursor } };
};
