// The next step of the workflow, as every task answers it and every wait ends with it; the machine routes by `step`.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import {
  isToSubmit,
  isWaitOver,
  nextStep,
  type StepName,
  type WaitName,
} from '../../../entities/releases/lifecycle/status.model.ts';
import { waitToKeep } from '../../../entities/releases/lifecycle/waits-for.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseWaitItem } from '../../../entities/releases/release-parts.entity.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type BackgroundDeps, progressOf } from '../deps.ts';
import { hasDue, secondsToLook } from '../stores/looks.ts';
import { lookSeconds, PATIENCE_SECONDS } from './look.ts';
import { measureWait } from './wait-metrics.ts';

/** Step Functions executions end after a year (quotas), so a planned date further away is looked at again. */
const LONGEST_PLANNED_SECONDS = 300 * 86_400;
/** Stored of a wait for a person's kickoff alone. */
export const UNPLANNED = 'UNPLANNED';

export interface Plan {
  readonly step: StepName;
  /** Pipelines whose build is to be started. */
  readonly pipelines: readonly string[];
  /** Targets to submit. */
  readonly targets: readonly string[];
  /** How long the next wait may last. */
  readonly waitSeconds: number;
  /** Seconds until the workflow checks whether it still has to wait; and the start of waiting, in epoch ms. */
  readonly lookSeconds: number;
  readonly waitingSince: number;
  /** The plan that this wait ends by; null when nothing is planned. */
  readonly wakeAt: string | null;
}

/** Of a release that was deleted: its workflow ends. */
export const GONE: Plan = {
  ...{ step: 'FINISH', pipelines: [], targets: [], wakeAt: null },
  ...{ waitSeconds: PATIENCE_SECONDS, lookSeconds: PATIENCE_SECONDS, waitingSince: 0 },
};

/** Every task's answer for a deleted tenant; a wait by token gets it too. */
export async function endWorkflow(input: unknown, { tokens }: Pick<BackgroundDeps, 'tokens'>): Promise<Plan> {
  const { taskToken } = z.object({ taskToken: z.string().optional() }).parse(input);
  if (taskToken !== undefined) await tokens.succeed(taskToken, GONE);
  return GONE;
}

/** Ends the wait of a workflow whose release is going to be removed, whatever it waits for. */
export async function endWait(tenantId: string, releaseId: string, deps: BackgroundDeps): Promise<void> {
  const waiting = await deps.releases.waitOf(tenantId as TenantId, releaseId);
  if (!waiting) return;
  await deps.tokens.succeed(waiting.taskToken, GONE);
  await deps.releases.dropWait(waiting);
}

/** plannedDate, while the workflow waits for it. */
const wakeAt = ({ release }: WholeRelease, step: StepName): string | null =>
  step === 'AWAIT_KICKOFF' && release.autoKickoff ? (release.plannedDate ?? null) : null;

function waitSeconds(whole: WholeRelease, step: StepName, now: number): number {
  const { release } = whole;
  if (step === 'AWAIT_STORES' || step === 'SUBMIT_TARGETS') return secondsToLook(whole, now);
  if (step !== 'AWAIT_KICKOFF') return PATIENCE_SECONDS;
  if (!release.autoKickoff || release.plannedDate === undefined) return LONGEST_PLANNED_SECONDS;
  const seconds = Math.ceil((Date.parse(release.plannedDate) - now) / 1000);
  return Math.min(Math.max(seconds, 1), LONGEST_PLANNED_SECONDS);
}

/** `waitingSince` is told by a look during a wait, which goes on. */
export function planOf(whole: WholeRelease, now: number, waitingSince = now): Plan {
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

/** True when the kickoff was planned otherwise since the wait began: the workflow has to wait anew. */
const isReplanned = ({ wakeAt }: ReleaseWaitItem, plan: Plan): boolean =>
  wakeAt !== undefined && plan.step === 'AWAIT_KICKOFF' && wakeAt !== (plan.wakeAt ?? UNPLANNED);

/**
 * Ends the wait of a release's workflow if there is nothing to wait for any more. Called when a wait begins and after
 * every event that may end one; whichever sees the change last answers the token, and answering twice does no harm.
 */
export async function endWaitIfOver(tenantId: string, releaseId: string, deps: BackgroundDeps): Promise<void> {
  const waiting = await deps.releases.waitOf(tenantId as TenantId, releaseId);
  if (!waiting) return;
  const whole = await unlessGone('release', deps.releases.whole(tenantId as TenantId, releaseId));
  const plan = whole ? planOf(whole, deps.now()) : GONE;
  const isOver = whole === undefined || isWaitOver(waiting.wait as WaitName, progressOf(whole));
  if (!isOver && !isReplanned(waiting, plan)) {
    const kept = waitToKeep({ ...whole.release, ...whole }, waiting, isoOf(deps.now()));
    if (!kept) return;
    await deps.releases.keepWaitsFor(whole.release, kept);
    measureWait(whole.release, kept, deps.now());
    return;
  }
  await deps.tokens.succeed(waiting.taskToken, plan);
  await deps.releases.dropWait(waiting);
}

/** Has the workflow plan its wait for stores anew: targets are to be handed to them at another time, or are due. */
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
  await deps.tokens.succeed(waiting.taskToken, planOf(whole, deps.now()));
  await deps.releases.dropWait(waiting);
}
