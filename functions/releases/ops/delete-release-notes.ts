// Deletes a person's notes in one locale. In the default locale the workflow generates the notes again when it next needs them. A
// store's language that these notes served gets the text that it would have without them.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import { ReleaseNotesDeleted } from '../../../entities/releases/events.ts';
import { assertEditable } from '../../../entities/releases/notes/release-notes.model.ts';
import { localeOf } from '../changes.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';

export const deleteReleaseNotes: Ops['deleteReleaseNotes'] = async (call, deps) => {
  const { caller, params } = call;
  const locale = localeOf(call);
  const { release } = await deps.releases.whole(caller.tenantId, params.release ?? '');
  assertEditable(release, 'locale');
  const notes = await deps.notes.find({ tenantId: caller.tenantId, releaseId: release.releaseId, locale });
  if (!notes) throw releaseErrors.notes_not_found();
  assertRevision(call, notes);
  const all = await deps.notes.all(caller.tenantId, release.releaseId);
  const isLast = !all.some((other) => other.isEdited && other.locale !== locale);
  const held =
    isLast && release.notesWrittenAt !== undefined
      ? deps.releases.update(release, isoOf(caller.at), { notesWrittenAt: undefined })
      : deps.releases.unchanged(release);
  return call.save(
    {
      writes: [deps.notes.remove(notes), held],
      events: [ReleaseNotesDeleted.create(caller, release.releaseId, { ...factsOf(release), locale })],
      audit: auditOf(release, 'release.notes_deleted', { locale, before: notes.text }),
    },
    {},
  );
};
