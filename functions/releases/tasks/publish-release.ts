// Tags the release and publishes its notes. The notes list the commits since the previous version that were built and signed off,
// without later pushes. It runs before RELEASED, so that every RELEASED release has both.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { shippedRef } from '../../../entities/releases/builds/shipped.model.ts';
import { ReleasePublished } from '../../../entities/releases/events.ts';
import { publicationOf } from '../../../entities/releases/versions/version.model.ts';
import { auditOf, factsOf } from '../deps.ts';
import { currentNotes } from '../notes/notes.ts';
import { createAsking } from '../scm/asking.ts';
import { atStep } from './step.ts';

export const publishRelease = atStep('PUBLISH', async ({ release: loaded }, caller, deps) => {
  const scm = await deps.outside.scm(loaded.tenantId, loaded.scmIntegrationId);
  const asking = createAsking(loaded, caller, deps);
  const tag = scm.tagOf(loaded);
  const wanted = { tag, ref: shippedRef(loaded), message: `Release ${loaded.releaseKey}` };
  const made = await asking.ask('tag', tag, (own) => scm.createTag({ ...wanted, ...own }));
  const notes = await currentNotes(asking.release(), shippedRef(loaded), scm, caller, deps);
  const scheme = await deps.services.schemeOf(loaded.tenantId, loaded.service);
  const others = await deps.releaseList.everReleased(loaded.tenantId as TenantId, loaded.service);
  // A page must not recommend a version that was given up.
  const isGivenUp = loaded.status === 'CANCELLED';
  const publication = publicationOf(scheme, loaded, others);
  const isLatest = publication.isLatest && !isGivenUp;
  const page = { tag, name: loaded.releaseKey, notes: notes.page, ...publication, isLatest };
  const published = await asking.ask('page', tag, (own) => scm.publishRelease({ ...page, ...own }));
  const release = asking.release();
  const { url } = published;
  const done = { tagged: made.did, sha: made.sha, movedFrom: made.movedFrom, page: published.did };
  return {
    writes: [
      deps.releases.update(release, isoOf(caller.at), {
        ...{ tag, releaseNotes: notes.text, releaseUrl: url },
        // Users have the version: the notes of its successor begin there.
        ...(isGivenUp ? { releaseDate: isoOf(caller.at) } : {}),
      }),
      ...(notes.generated ? [deps.notes.put(notes.generated)] : []),
    ],
    events: [
      ReleasePublished.create(caller, release.releaseId, {
        ...factsOf(release),
        tag,
        url,
        commitSha: release.shippedSha,
      }),
    ],
    audit: auditOf(release, 'release.published', { tag, url, ...done }),
  };
});
