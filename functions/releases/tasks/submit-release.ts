// To BUILD_SUBMITTED: after sign-off, or straight from STARTED for a hotfix; unless a hotfix of the service goes first.
import { ReleaseSubmitted } from '../../../entities/releases/events.ts';
import { submit } from '../../../entities/releases/lifecycle.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { isHeldBack } from '../hotfix.ts';
import { atStep, type TaskDeps } from './step.ts';

export const submitRelease = (raw: unknown, deps: TaskDeps) =>
  atStep('SUBMIT', raw, deps, async (whole, caller) => {
    if (await isHeldBack(whole, caller, deps)) return;
    const { release } = whole;
    await deps.commit(caller, {
      writes: [deps.releases.update(release, isoOf(caller.at), submit(release))],
      events: [ReleaseSubmitted.create(caller, release.releaseId, factsOf(release))],
      audit: auditOf(release, 'release.submitted', { from: release.status }),
    });
  });
