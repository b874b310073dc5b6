// Lists the notes of a release, by locale.
import { showNotes } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listReleaseNotes: Ops['listReleaseNotes'] = async (call, deps) => {
  const { caller } = call;
  const { tenantId } = caller;
  const { release, targets } = await deps.releases.whole(tenantId, call.params.release ?? '');
  const { items, nextCursor } = await deps.notes.list(tenantId, release.releaseId, call.query);
  return { body: { items: items.map((notes) => showNotes(caller, release, notes, targets)), nextCursor } };
};
