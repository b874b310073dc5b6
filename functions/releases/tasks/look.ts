// The frame of a look during a wait: it finds out what no message told, and the wait goes on if there is still reason to.
import * as z from 'zod';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { METRICS } from '../../../entities/names.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import type { StepName } from '../../../entities/releases/lifecycle/status.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { logger } from '../../_kit/logger.ts';
import { count } from '../../_kit/metrics.ts';
import type { Caller } from '../../_kit/save.ts';
import { isPatienceOver } from '../workflow/look.ts';
import { type Plan, planOf } from '../workflow/plan.ts';
import { atStep, loadWhole, releaseInput, type TaskDeps } from './step.ts';

const input = releaseInput.extend({ waitingSince: z.number().optional() });

/** Longer than builds take: a report may be lost, or nobody mends a build that failed. */
const BUILDS_TAKE_MS = 3 * 3_600_000;

/** Errors that may pass do not pause the release: the next look tries again. */
const PASSING: readonly string[] = ['integration.unavailable', 'integration.rate_limited'];

/** Looks if the release is at `step`. Throws `release.waited_too_long` when it stays there and patience is over. */
export async function lookAtStep(
  step: StepName,
  raw: unknown,
  deps: TaskDeps,
  look: (whole: WholeRelease, caller: Caller) => Promise<void>,
): Promise<Plan> {
  const { waitingSince = deps.now(), ...given } = input.parse(raw);
  await atStep(step, raw, deps, look).catch((error: unknown) => {
    if (!isDomainError(error) || !PASSING.includes(error.code)) throw error;
    logger.info('a look at a service found it away', { releaseId: given.releaseId, step, code: error.code });
  });
  const plan = planOf(await loadWhole(given, deps), deps.now(), waitingSince);
  if (plan.step !== step) return plan;
  const waitedMs = deps.now() - waitingSince;
  if (isPatienceOver(waitedMs)) throw releaseErrors.waited_too_long();
  if (step === 'AWAIT_BUILDS' && waitedMs > BUILDS_TAKE_MS)
    count(METRICS.overdue, step, { releaseId: given.releaseId });
  return plan;
}
