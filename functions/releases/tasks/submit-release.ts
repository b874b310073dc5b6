// To BUILD_SUBMITTED: after sign-off, or straight from STARTED for a hotfix.
import { ReleaseSubmitted } from '../../../entities/releases/events.ts';
import { assertMayGoTo } from '../../../entities/releases/status.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const submitRelease = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('SUBMIT', raw, deps, ({ release }, caller) => {
    assertMayGoTo(release, 'BUILD_SUBMITTED');
    return {
      writes: [deps.releases.update(release, isoOf(caller.at), { status: 'BUILD_SUBMITTED' })],
      events: [ReleaseSubmitted.create(caller, release.releaseId, factsOf(release))],
      audit: auditOf(release, 'release.submitted', { from: release.status }),
    };
  });
