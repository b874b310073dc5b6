// Lists releases, newest first, by status, service, version and type.
import { viewSummary } from '../../../entities/releases/release.view.ts';
import type { Ops } from '../deps.ts';

export const listReleases: Ops['listReleases'] = async (call, deps) => {
  const page = await deps.releaseList.list(call.caller.tenantId, call.query);
  return { body: { items: page.items.map(viewSummary), nextCursor: page.nextCursor } };
};
