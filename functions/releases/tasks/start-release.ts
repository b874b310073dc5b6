// PENDING to STARTED: the kickoff tasks are done.
import { ReleaseStarted } from '../../../entities/releases/events.ts';
import { assertMayGoTo } from '../../../entities/releases/status.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const startRelease = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('START', raw, deps, ({ release }, caller) => {
    assertMayGoTo(release, 'STARTED');
    return {
      writes: [deps.releases.update(release, isoOf(caller.at), { status: 'STARTED' })],
      events: [ReleaseStarted.create(caller, release.releaseId, factsOf(release))],
      audit: auditOf(release, 'release.started'),
    };
  });
