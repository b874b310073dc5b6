// Lists the audit entries of a release.
import { shownName } from '../../../entities/_base/actors.ts';
import type { Ops } from '../deps.ts';

export const listReleaseActivity: Ops['listReleaseActivity'] = async (call, deps) => {
  const { tenantId, at: now } = call.caller;
  const { release } = await deps.releases.whole(tenantId, call.params.release ?? '');
  const resource = { type: 'Release', id: release.releaseId };
  const page = await deps.audit.listByResource(tenantId, resource, call.query, now);
  const items = page.items.map(({ entryId, action, actor, at, details, correlationId }) => ({
    id: entryId,
    action,
    actor: { ...actor, name: shownName(actor) },
    at,
    details,
    correlationId,
  }));
  return { body: { items, nextCursor: page.nextCursor } };
};
