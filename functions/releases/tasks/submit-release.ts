// To BUILD_SUBMITTED: after sign-off, or straight from STARTED for a hotfix.
import { ReleaseSubmitted } from '../../../entities/releases/events.ts';
import { submit } from '../../../entities/releases/lifecycle.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const submitRelease = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('SUBMIT', raw, deps, ({ release }, caller) => ({
    writes: [deps.releases.update(release, isoOf(caller.at), submit(release))],
    events: [ReleaseSubmitted.create(caller, release.releaseId, factsOf(release))],
    audit: auditOf(release, 'release.submitted', { from: release.status }),
  }));
