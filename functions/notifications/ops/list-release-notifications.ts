// Lists the notifications about a release.

import { showOfRelease } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listReleaseNotifications: Ops['listReleaseNotifications'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { release } = await deps.releases.whole(tenantId, call.params.release ?? '');
  const { items, nextCursor } = await deps.notifications.list(tenantId, release.releaseId, call.query, at);
  return { body: { items: items.map((one) => showOfRelease(call.caller, one)), nextCursor } };
};
