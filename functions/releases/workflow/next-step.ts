// The next step of the workflow of a release, computed from the stored state: every task answers it, and every wait ends with it. The
// machine routes by `step`.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import {
  isToSubmit,
  isWaitOver,
  nextStep,
  type StepName,
  type WaitName,
} from '../../../entities/releases/lifecycle/next-step.model.ts';
import { waitToKeep } from '../../../entities/releases/lifecycle/waits-for.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseWaitItem } from '../../../entities/releases/release-parts.entity.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type BackgroundDeps, progressOf } from '../deps.ts';
import { hasDue, lookSeconds, PATIENCE_SECONDS, secondsToLook } from './looks.ts';
import { measureWait } from './wait-metrics.ts';

/** An execution of Step Functions ends after a year, so the workflow looks again at a planned date in the far future. */
const LONGEST_KICKOFF_SECONDS = 300 * 86_400;
/** Stored with a wait that only a person's kickoff ends. */
export const UNPLANNED = 'UNPLANNED';

export interface NextStep {
  readonly step: StepName;
  /** Pipelines whose build is to be triggered. */
  readonly pipelines: readonly string[];
  /** Targets to submit. */
  readonly targets: readonly string[];
  /** The longest time of the next wait. */
  readonly waitSeconds: number;
  /** Seconds until the next look at the awaited state; and the start of the wait, in epoch ms. */
  readonly lookSeconds: number;
  readonly waitingSince: number;
  /** The planned date that ends this wait; null without one. */
  readonly wakeAt: string | null;
}

/** The next step of a deleted release: its workflow ends. */
const OF_DELETED: NextStep = {
  ...{ step: 'FINISH', pipelines: [], targets: [], wakeAt: null },
  ...{ waitSeconds: PATIENCE_SECONDS, lookSeconds: PATIENCE_SECONDS, waitingSince: 0 },
};

/** The answer of every task for a deleted tenant; a wait by token ends with it too. */
export async function endWorkflow(input: unknown, { tokens }: Pick<BackgroundDeps, 'tokens'>): Promise<NextStep> {
  const { taskToken } = z.object({ taskToken: z.string().optional() }).parse(input);
  if (taskToken !== undefined) await tokens.succeed(taskToken, OF_DELETED);
  return OF_DELETED;
}

/** Ends the wait of a release that is going to be removed, whatever it waits for. */
export async function endWait(tenantId: string, releaseId: string, deps: BackgroundDeps): Promise<void> {
  const waiting = await deps.releases.waitOf(tenantId as TenantId, releaseId);
  if (!waiting) return;
  await deps.tokens.succeed(waiting.taskToken, OF_DELETED);
  await deps.releases.dropWait(waiting);
}

/** plannedDate, while the workflow waits for it. */
const wakeAt = ({ release }: WholeRelease, step: StepName): string | null =>
  step === 'AWAIT_KICKOFF' && release.autoKickoff ? (release.plannedDate ?? null) : null;

function waitSeconds(whole: WholeRelease, step: StepName, now: number): number {
  const { release } = whole;
  if (step === 'AWAIT_STORES' || step === 'SUBMIT_TARGETS') return secondsToLook(whole, now);
  if (step !== 'AWAIT_KICKOFF') return PATIENCE_SECONDS;
  if (!release.autoKickoff || release.plannedDate === undefined) return LONGEST_KICKOFF_SECONDS;
  const seconds = Math.ceil((Date.parse(release.plannedDate) - now) / 1000);
  return Math.min(Math.max(seconds, 1), LONGEST_KICKOFF_SECONDS);
}

/** `waitingSince` is the start of a wait that goes on after a look. */
export function nextStepOf(whole: WholeRelease, now: number, waitingSince = now): NextStep {
  const step = nextStep(progressOf(whole));
  const { pipelines, targets } = whole;
  return {
    step,
    pipelines: pipelines.flatMap((item) => (item.buildStatus === 'PENDING' ? [item.pipelineIntegrationId] : [])),
    targets: targets.flatMap((item) => (isToSubmit(whole.release, item) ? [item.targetIntegrationId] : [])),
    waitSeconds: waitSeconds(whole, step, now),
    lookSeconds: lookSeconds(now - waitingSince),
    waitingSince,
    wakeAt: wakeAt(whole, step),
  };
}

/** True if the planned date changed since the wait began: the workflow has to wait anew. */
const isReplanned = ({ wakeAt }: ReleaseWaitItem, next: NextStep): boolean =>
  wakeAt !== undefined && next.step === 'AWAIT_KICKOFF' && wakeAt !== (next.wakeAt ?? UNPLANNED);

/**
 * Ends the wait of a release's workflow if the awaited state has come. Called when a wait begins and after every event that may
 * end one: the call that sees the change last answers the token, and a second answer does no harm.
 */
export async function endWaitIfOver(tenantId: string, releaseId: string, deps: BackgroundDeps): Promise<void> {
  const waiting = await deps.releases.waitOf(tenantId as TenantId, releaseId);
  if (!waiting) return;
  const whole = await unlessGone('release', deps.releases.whole(tenantId as TenantId, releaseId));
  const next = whole ? nextStepOf(whole, deps.now()) : OF_DELETED;
  const isOver = whole === undefined || isWaitOver(waiting.wait as WaitName, progressOf(whole));
  if (!isOver && !isReplanned(waiting, next)) {
    const kept = waitToKeep({ ...whole.release, ...whole }, waiting, isoOf(deps.now()));
    if (!kept) return;
    await deps.releases.keepWaitsFor(whole.release, kept);
    measureWait(whole.release, kept, deps.now());
    return;
  }
  await deps.tokens.succeed(waiting.taskToken, next);
  await deps.releases.dropWait(waiting);
}

/** Restarts the wait for stores if targets are to be submitted at another time (`isMoved`) or now. */
export async function restartStoreWait(
  tenantId: string,
  releaseId: string,
  isMoved: boolean,
  deps: BackgroundDeps,
): Promise<void> {
  const waiting = await deps.releases.waitOf(tenantId as TenantId, releaseId);
  if (waiting?.wait !== 'STORES') return;
  const whole = await unlessGone('release', deps.releases.whole(tenantId as TenantId, releaseId));
  if (!whole || !(isMoved || hasDue(whole, deps.now()))) return;
  await deps.tokens.succeed(waiting.taskToken, nextStepOf(whole, deps.now()));
  await deps.releases.dropWait(waiting);
}
