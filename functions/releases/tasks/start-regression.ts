// Opens a regression cycle: the first one after the builds, or the next one after a store's rejection.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { startRegression as decide } from '../../../entities/releases/regression/regression.model.ts';
import { auditOf } from '../deps.ts';
import { newTriggerId, openNextCycle, writesOf } from '../workflow/moves.ts';
import { atStep } from './step.ts';

export const startRegression = atStep('START_REGRESSION', async (whole, caller, deps) => {
  const move = decide(whole, newTriggerId);
  const { writes, event, facts } = await openNextCycle(caller, whole, deps.releases);
  return {
    writes: [...writesOf(whole, move, isoOf(caller.at), deps.releases), ...writes],
    events: [event],
    audit: auditOf(whole.release, 'regression.started', facts),
  };
});
