// Kicks off a release whose plannedDate has come, if it asked for that.
import { ReleaseKickedOff } from '../../../entities/releases/events.ts';
import { kickOff } from '../../../entities/releases/lifecycle.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const kickOffPlanned = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('AWAIT_KICKOFF', raw, deps, ({ release }, caller) => {
    const isDue = release.autoKickoff && Date.parse(release.plannedDate ?? '') <= caller.at;
    return {
      writes: [deps.releases.update(release, isoOf(caller.at), isDue ? kickOff(release) : {})],
      events: isDue ? [ReleaseKickedOff.create(caller, release.releaseId, factsOf(release))] : [],
      audit: auditOf(release, isDue ? 'release.kicked_off' : 'release.kickoff_awaited'),
    };
  });
