// Pauses a release whose task failed for good, with the error in words; `retry` carries on at that task.
import * as z from 'zod';
import { ReleasePaused } from '../../../entities/releases/events.ts';
import { pause } from '../../../entities/releases/lifecycle.model.ts';
import { retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, factsOf, isoOf } from '../deps.ts';
import { type Plan, planOf } from '../plan.ts';
import { callerOf, loadWhole, releaseInput, type TaskDeps } from './step.ts';

const input = releaseInput.extend({ error: z.object({ Error: z.string(), Cause: z.string().optional() }) });
const MAX_ERROR = 500;

/** The cause of a Lambda error is JSON with its message; that of Step Functions' own errors is text, or nothing. */
function messageIn(cause = ''): string | undefined {
  try {
    return (JSON.parse(cause) as { errorMessage?: string } | null)?.errorMessage;
  } catch {
    return cause;
  }
}

/** `integration.refused: the service's words`. */
function inWords({ Error: name, Cause: cause }: z.output<typeof input>['error']): string {
  const message = messageIn(cause);
  return (message ? `${name}: ${message}` : name).slice(0, MAX_ERROR);
}

const ENDED = ['CLEAN_UP', 'FINISH', 'AWAIT_RESUME'];

export async function pauseAfterFailure(raw: unknown, deps: TaskDeps): Promise<Plan> {
  const given = input.parse(raw);
  await retryOnConflict(async () => {
    const whole = await loadWhole(given, deps);
    const caller = callerOf(given, deps);
    if (ENDED.includes(planOf(whole, caller.at).step)) return;
    const { release } = whole;
    const error = inWords(given.error);
    await deps.commit(caller, {
      writes: [deps.releases.update(release, isoOf(caller.at), pause(release, 'TASK_FAILURE', error))],
      events: [ReleasePaused.create(caller, release.releaseId, { ...factsOf(release), reason: 'TASK_FAILURE', error })],
      audit: auditOf(release, 'release.paused', { reason: 'TASK_FAILURE', error }),
    });
  });
  return planOf(await loadWhole(given, deps), deps.now());
}
