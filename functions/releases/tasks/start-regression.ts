// Opens a regression cycle: the first one after the builds, or the next one after a store's rejection.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { RegressionStarted } from '../../../entities/releases/events.ts';
import { startRegression as decide } from '../../../entities/releases/regression/regression.model.ts';
import { auditOf, factsOf } from '../deps.ts';
import { openNextCycle } from '../workflow/cycles.ts';
import { writesOf } from '../workflow/move.ts';
import { atStep, type TaskDeps } from './step.ts';

export const startRegression = (raw: unknown, deps: TaskDeps) =>
  atStep('START_REGRESSION', raw, deps, async (whole, caller) => {
    const { release } = whole;
    const at = isoOf(caller.at);
    const move = decide(whole, () => newId<'Trigger'>());
    const { cycle: opened, writes } = await openNextCycle(whole, at, deps.releases);
    const { cycle, reason } = opened;
    await deps.save(caller, {
      writes: [...writesOf(whole, move, at, deps.releases), ...writes],
      events: [RegressionStarted.create(caller, release.releaseId, { ...factsOf(release), cycle, reason })],
      audit: auditOf(release, 'regression.started', { cycle, reason }),
    });
  });
