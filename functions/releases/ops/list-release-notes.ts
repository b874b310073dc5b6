// Lists the notes of a release, by locale.
import { viewNotes } from '../../../entities/releases/notes/release-notes.model.ts';
import type { Ops } from '../deps.ts';

export const listReleaseNotes: Ops['listReleaseNotes'] = async (call, deps) => {
  const { tenantId } = call.caller;
  const { release, targets } = await deps.releases.whole(tenantId, call.params.release ?? '');
  const { items, nextCursor } = await deps.notes.list(tenantId, release.releaseId, call.query);
  return { body: { items: items.map((notes) => viewNotes(notes, targets)), nextCursor } };
};
