// Opens a regression cycle: the first one after the builds, or the next one after a store's rejection.
import { newId } from '../../../entities/_base/ids.ts';
import { RegressionStarted } from '../../../entities/releases/events.ts';
import { startRegression as decide } from '../../../entities/releases/regression.model.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { writesOf } from '../move.ts';
import { changeAtStep, type TaskDeps } from './step.ts';

export const startRegression = (raw: unknown, deps: TaskDeps) =>
  changeAtStep('START_REGRESSION', raw, deps, (whole, caller) => {
    const { release } = whole;
    const move = decide(whole, () => newId<'Trigger'>());
    const cycle = release.regressionCycle + 1;
    return {
      writes: writesOf(whole, move, isoOf(caller.at), deps.releases),
      events: [RegressionStarted.create(caller, release.releaseId, { ...factsOf(release), cycle })],
      audit: auditOf(release, 'regression.started', { cycle }),
    };
  });
