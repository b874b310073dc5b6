// Lists the active runbooks of a release's service, newest first.
import { viewListed } from '../../../entities/runbooks/runbook.model.ts';
import type { Ops } from '../deps.ts';

export const listRunbooksOfRelease: Ops['listRunbooksOfRelease'] = async ({ caller, params, query }, deps) => {
  const { release } = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const filters = { service: release.service, isActive: true };
  const { items, nextCursor } = await deps.runbooks.list(caller.tenantId, filters, query);
  return { body: { items: items.map(viewListed), nextCursor } };
};
