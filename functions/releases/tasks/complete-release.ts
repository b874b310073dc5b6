// BUILD_SUBMITTED to RELEASED: every target is out, or was replaced by another version while others are out.
import { ReleaseReleased } from '../../../entities/releases/events.ts';
import { complete } from '../../../entities/releases/lifecycle.model.ts';
import { outcomeOf } from '../../../entities/releases/target.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const completeRelease = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('COMPLETE', raw, deps, ({ release, targets }, caller) => {
    const releaseDate = isoOf(caller.at);
    const isOnAll = targets.every(({ targetStatus }) => targetStatus === 'RELEASED');
    const outcome = isOnAll ? undefined : outcomeOf(targets);
    const facts = { ...factsOf(release), releaseDate, tag: release.tag ?? '', outcome };
    return {
      writes: [
        deps.releases.update(release, releaseDate, { ...complete(release, releaseDate), outcome }),
        ...(release.releaseType === 'HOTFIX' ? [deps.releases.hotfixes.end(release)] : []),
      ],
      events: [ReleaseReleased.create(caller, release.releaseId, facts)],
      audit: auditOf(release, 'release.released', { releaseDate }),
    };
  });
