// Lists the notifications that finally failed, of all releases and of the tenant, each with the release that it is about.
import { showOfRelease, showOfTenant } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listUnsentNotifications: Ops['listUnsentNotifications'] = async ({ caller, query }, deps) => {
  const { tenantId, at } = caller;
  const { items, nextCursor } = await deps.notifications.listUnsent(tenantId, query, at);
  const subjects = [...new Set(items.map(({ subjectId }) => subjectId))].filter((id) => id !== tenantId);
  const names = await deps.releaseNames.find(tenantId, subjects);
  const keys = new Map(names.map(({ releaseId, releaseKey }) => [releaseId, releaseKey]));
  // The others are of releases that were deleted.
  const kept = items.filter(({ subjectId }) => subjectId === tenantId || keys.has(subjectId));
  const shown = kept.map((one) => {
    const key = keys.get(one.subjectId);
    if (key === undefined) return { ...showOfTenant(caller, one), release: null };
    return { ...showOfRelease(caller, one), release: { id: one.subjectId, key } };
  });
  return { body: { items: shown, nextCursor } };
};
