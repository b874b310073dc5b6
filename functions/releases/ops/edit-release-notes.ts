// Writes a person's notes of a release in one locale. From then on the workflow does not generate them.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseNotesEdited } from '../../../entities/releases/events.ts';
import { assertEditable } from '../../../entities/releases/notes/release-notes.model.ts';
import { showNotes } from '../actions.ts';
import { localeOf } from '../changes.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';

export const editReleaseNotes: Ops['editReleaseNotes'] = async (call, deps) => {
  const { caller, body, params } = call;
  const locale = localeOf(call);
  const { release, targets } = await deps.releases.whole(caller.tenantId, params.release ?? '');
  assertEditable(release);
  const address = { tenantId: caller.tenantId, releaseId: release.releaseId, locale };
  const before = await deps.notes.find(address);
  assertRevision(call, before);
  const written = { text: body.text, isEdited: true, updatedBy: caller.actor.id };
  const at = isoOf(caller.at);
  const after = deps.notes.next(address, before, written, at);
  // The workflow may wait for the first notes before it submits to the stores.
  const held =
    release.notesWrittenAt === undefined
      ? deps.releases.update(release, at, { notesWrittenAt: at })
      : deps.releases.unchanged(release);
  return call.save(
    {
      writes: [deps.notes.put(after), held],
      events: [ReleaseNotesEdited.create(caller, release.releaseId, { ...factsOf(release), locale })],
      audit: auditOf(release, 'release.notes_edited', { locale, before: before?.text, after: body.text }),
    },
    { body: showNotes(caller, release, after, targets), revision: after.revision },
  );
};
