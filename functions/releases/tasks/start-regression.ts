// Opens a regression cycle: the first one after the builds, or the next one after a store's rejection.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { startRegression as decide } from '../../../entities/releases/regression/regression.model.ts';
import { auditOf } from '../deps.ts';
import { newTriggerId, openNextCycle, writesOf } from '../workflow/moves.ts';
import { atStep, type TaskDeps } from './step.ts';

export const startRegression = (raw: unknown, deps: TaskDeps) =>
  atStep('START_REGRESSION', raw, deps, async (whole, caller) => {
    const move = decide(whole, newTriggerId);
    const { writes, event, facts } = await openNextCycle(caller, whole, deps.releases);
    return {
      writes: [...writesOf(whole, move, isoOf(caller.at), deps.releases), ...writes],
      events: [event],
      audit: auditOf(whole.release, 'regression.started', facts),
    };
  });
