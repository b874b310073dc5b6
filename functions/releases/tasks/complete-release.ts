// BUILD_SUBMITTED to RELEASED: every target is out.
import { ReleaseReleased } from '../../../entities/releases/events.ts';
import { complete } from '../../../entities/releases/lifecycle.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const completeRelease = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('COMPLETE', raw, deps, ({ release }, caller) => {
    const releaseDate = isoOf(caller.at);
    const facts = { ...factsOf(release), releaseDate, tag: release.tag ?? '' };
    return {
      writes: [
        deps.releases.update(release, releaseDate, complete(release, releaseDate)),
        ...(release.releaseType === 'HOTFIX' ? [deps.releases.hotfixes.end(release)] : []),
      ],
      events: [ReleaseReleased.create(caller, release.releaseId, facts)],
      audit: auditOf(release, 'release.released', { releaseDate }),
    };
  });
