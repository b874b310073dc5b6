// Looks at a release whose targetReleaseDate is watched: marks it delayed once when the date has passed, and says how long
// to wait otherwise.

import { type DeadlineStep, deadlineStep, delayedReasonOf } from '../../../entities/releases/deadline.model.ts';
import { ReleaseDelayed } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { releaseDeadlineTask } from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import { type Caller, retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { callerOf, loadWhole, type TaskDeps } from './step.ts';

const SETTLED: DeadlineStep = { step: 'SETTLED' };

async function markDelayed({ release }: WholeRelease, caller: Caller, deps: TaskDeps): Promise<void> {
  const reason = delayedReasonOf(release);
  await deps.commit(caller, {
    writes: [deps.releases.update(release, isoOf(caller.at), { isDelayed: true, delayedReason: reason })],
    events: [ReleaseDelayed.create(caller, release.releaseId, { ...factsOf(release), reason })],
    audit: auditOf(release, 'release.delayed', { targetReleaseDate: release.targetReleaseDate, reason }),
  });
}

export async function checkDeadline(raw: unknown, deps: TaskDeps): Promise<DeadlineStep> {
  const watch = releaseDeadlineTask.parse(raw);
  return retryOnConflict(async () => {
    const whole = await loadWhole(watch, deps);
    const next = deadlineStep(whole.release, watch, deps.now());
    if (next.step === 'WAIT') return next;
    if (next.step === 'DELAY') await markDelayed(whole, callerOf(watch, deps), deps);
    if (next.step === 'RENEW') {
      const { tenantId, releaseId, targetReleaseDate, revision, lap } = watch;
      await deps.deadlines.start({ tenantId, releaseId, targetReleaseDate, revision, lap: lap + 1 });
    }
    return SETTLED;
  });
}
