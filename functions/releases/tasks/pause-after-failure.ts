// Pauses a release whose task failed for good, with the error in words; `retry` carries on at that task.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { METRICS } from '../../../entities/names.ts';
import { ReleasePaused } from '../../../entities/releases/events.ts';
import { pause } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { count } from '../../_kit/metrics.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { taskFailure, wordsOf } from '../../_kit/workflow/task.ts';
import { auditOf, factsOf } from '../deps.ts';
import { failureInWords } from '../workflow/failure-words.ts';
import { type Plan, planOf } from '../workflow/plan.ts';
import { callerOf, loadWhole, releaseInput, type TaskDeps } from './step.ts';

const input = releaseInput.extend({ error: taskFailure });

/** A cancelled release does not pause: what fails then is only that a version which users have is tagged. */
async function giveUp(whole: WholeRelease, error: string, caller: Caller, deps: TaskDeps): Promise<void> {
  const { release } = whole;
  if (planOf(whole, caller.at).step !== 'PUBLISH') return;
  await deps.save(caller, {
    writes: [deps.releases.update(release, isoOf(caller.at), { publishError: error })],
    events: [],
    audit: auditOf(release, 'release.not_published', { error }),
  });
}

const ENDED = ['CLEAN_UP', 'FINISH', 'AWAIT_RESUME'];

export async function pauseAfterFailure(raw: unknown, deps: TaskDeps): Promise<Plan> {
  const given = input.parse(raw);
  await retryOnConflict(async () => {
    const whole = await loadWhole(given, deps);
    const caller = callerOf(given, deps);
    const { step } = planOf(whole, caller.at);
    if (ENDED.includes(step)) return;
    const { release } = whole;
    const error = wordsOf(given.error);
    const failure = await failureInWords(whole, step, given.error, deps);
    const facts = { ...factsOf(release), reason: 'TASK_FAILURE' as const, error, failure };
    if (release.status === 'CANCELLED') return giveUp(whole, error, caller, deps);
    await deps.save(caller, {
      writes: [deps.releases.update(release, isoOf(caller.at), pause(release, 'TASK_FAILURE', error))],
      events: [ReleasePaused.create(caller, release.releaseId, facts)],
      audit: auditOf(release, 'release.paused', { reason: 'TASK_FAILURE', step, error }),
    });
    count(METRICS.pausedByFailure, step, { tenantId: release.tenantId, releaseId: release.releaseId });
  });
  return planOf(await loadWhole(given, deps), deps.now());
}
