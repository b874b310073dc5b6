// Lists the active runbooks of the service that an approval is about, newest first; none for a subject without a service.
import { releaseIdOf } from '../../../entities/approvals/approval.model.ts';
import { viewListed } from '../../../entities/runbooks/runbook.model.ts';
import type { Ops } from '../deps.ts';

export const listRunbooksOfApproval: Ops['listRunbooksOfApproval'] = async ({ caller, params, query }, deps) => {
  const { tenantId } = caller;
  const { approval } = await deps.approvals.whole(tenantId, params.approval ?? '');
  const releaseId = releaseIdOf(approval);
  if (releaseId === undefined) return { body: { items: [], nextCursor: null } };
  const { release } = await deps.releases.whole(tenantId, releaseId);
  const { items, nextCursor } = await deps.runbooks.list(tenantId, { service: release.service, isActive: true }, query);
  return { body: { items: items.map(viewListed), nextCursor } };
};
