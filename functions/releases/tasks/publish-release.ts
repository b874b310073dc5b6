// Tags the release and publishes its notes, written from the commits since the previous version: those that were built and
// signed off, whatever was pushed since. It comes before RELEASED, so that a release that is RELEASED always has both.
import { ReleasePublished } from '../../../entities/releases/events.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { currentNotes, shippedRef } from '../notes.ts';
import { atStep, type TaskDeps } from './step.ts';

export const publishRelease = (raw: unknown, deps: TaskDeps) =>
  atStep('PUBLISH', raw, deps, async ({ release }, caller) => {
    const scm = await deps.outside.scm(release.tenantId, release.scmIntegrationId);
    const tag = scm.tagOf(release);
    const mayBeOurs = true;
    await scm.createTag({ tag, ref: shippedRef(release), message: `Release ${release.releaseKey}`, mayBeOurs });
    const { text: notes, generated } = await currentNotes(release, shippedRef(release), scm, caller, deps);
    const page = { tag, name: release.releaseKey, notes, prerelease: false, isLatest: true, mayBeOurs };
    const { url } = await scm.publishRelease(page);
    await deps.commit(caller, {
      writes: [
        deps.releases.update(release, isoOf(caller.at), { tag, releaseNotes: notes, releaseUrl: url }),
        ...(generated ? [deps.notes.put(generated)] : []),
      ],
      events: [ReleasePublished.create(caller, release.releaseId, { ...factsOf(release), tag, url })],
      audit: auditOf(release, 'release.published', { tag, url }),
    });
  });
