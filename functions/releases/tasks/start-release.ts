// PENDING to STARTED: the kickoff tasks are done.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseStarted } from '../../../entities/releases/events.ts';
import { start } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import { auditOf, factsOf } from '../deps.ts';
import { atStep } from './step.ts';

export const startRelease = atStep('START', ({ release }, caller, deps) => ({
  writes: [
    deps.releases.update(release, isoOf(caller.at), start(release)),
    ...(release.releaseType === 'HOTFIX' ? [deps.releases.hotfixes.begin(release)] : []),
  ],
  events: [ReleaseStarted.create(caller, release.releaseId, factsOf(release))],
  audit: auditOf(release, 'release.started'),
}));
