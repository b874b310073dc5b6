// The next step of a deployment that Windlass drives, computed from what is stored: the deployment, its plan, the outcomes of its tasks,
// metrics and health. A repeated decision decides the same. Cancelling wins over everything. Pure. Source: DOMAIN, "Promotions and
// deployments"; orchestrators-and-dora, "Strategies".
import { cutTo, namesAmong } from '../../_base/text.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { isEnd } from '../reports/told.model.ts';
import type { Rollout } from '../rollout.model.ts';
import type { DeploymentStatus } from '../words.model.ts';
import { type Fact, missedThresholds } from './judgement.model.ts';
import { MOST_IN_WAVE, type Plan, type PlannedTarget, targetsOf } from './plan.model.ts';
import {
  countEnded,
  deployStep,
  hasFailed,
  type Outcome,
  type Progress,
  ROLLBACK_STEP,
  standings,
} from './progress.model.ts';

/** A pause that nobody ends becomes a rollback. */
export const PAUSE_SECONDS = 7 * 86_400;
/** A failure after so many pauses is a rollback: the history of the execution is bounded. */
export const MOST_PAUSES = 15;
/** Waves in a row without the end of a task, after which the tasks count as lost. */
const MOST_STUCK = 3;
/** Waves of a plan, besides one for each of its steps. */
const MOST_WAVES = 50;
const NAMED = 3;
const MOST_WORDS = 500;

export interface Situation {
  readonly status: DeploymentStatus;
  readonly cancelRequestedAt?: string | undefined;
  readonly rollout: Pick<Rollout, 'failurePolicy' | 'smokeTestSeconds' | 'maxConcurrent'>;
  readonly plan: Plan;
  readonly progress: Progress;
  readonly outcomes: readonly Outcome[];
  /** Metrics of the deployment; those since the step began count. */
  readonly facts: readonly Fact[];
  /** Ids of targets that are UNHEALTHY; looked at after a soak. */
  readonly unhealthy: ReadonlySet<string>;
  /** The emergency stop that is in force where it deploys, in words. */
  readonly stop?: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number;
}

type EndStatus = 'SUCCEEDED' | 'FAILED' | 'CANCELLED' | 'ROLLED_BACK';
export type Next =
  | { readonly step: 'WAVE'; readonly taskStep: string; readonly wave: number; readonly targetIds: readonly string[] }
  | { readonly step: 'SOAK' | 'PAUSE'; readonly seconds: number }
  | { readonly step: 'END'; readonly status: EndStatus; readonly reason?: string | undefined };
export interface Decision {
  readonly next: Next;
  /** As it is to be stored. */
  readonly progress: Progress;
}

const counted = (count: number, all: number): string => `${count} of ${all} ${all === 1 ? 'target' : 'targets'}`;
const secondsUntil = (time: string, at: number): number => Math.max(1, Math.ceil((Date.parse(time) - at) / 1000));
const withProgress = (given: Situation, changes: Partial<Progress>): Situation => ({
  ...given,
  progress: { ...given.progress, ...changes },
});

const end = ({ progress }: Situation, status: EndStatus, reason?: string): Decision => ({
  next: { step: 'END', status, reason: reason && cutTo(reason, MOST_WORDS) },
  progress,
});

/** The targets, in their order, whose last attempt is so. */
function targetsThat(
  given: Situation,
  is: (outcome: Outcome & { readonly attempt: number }) => boolean,
): PlannedTarget[] {
  const known = standings(given.outcomes);
  return targetsOf(given.plan).filter(({ targetId }) => {
    const standing = known.get(targetId);
    return standing !== undefined && is(standing);
  });
}

/** Failed in the present attempt; an earlier failure is to be tried again. */
const failedTargets = (given: Situation): PlannedTarget[] =>
  targetsThat(given, (one) => hasFailed(one) && one.attempt >= given.progress.attempt);
const updatedTargets = (given: Situation): PlannedTarget[] =>
  targetsThat(given, ({ status }) => status === 'SUCCEEDED');

const named = (targets: readonly PlannedTarget[]): string =>
  namesAmong(
    targets.length,
    targets.slice(0, NAMED).map(({ name }) => name),
  );

/**
 * Targets of a wave. Unless failures are passed over, a wave has as many as may be under way at the same time, so that nothing begins after
 * a failure; but a fiftieth at least, as the history of the execution has each wave.
 */
function waveSize({ plan, rollout, progress }: Situation): number {
  if (rollout.failurePolicy === 'CONTINUE' || progress.phase === 'ROLLBACK') return MOST_IN_WAVE;
  const least = Math.ceil(targetsOf(plan).length / MOST_WAVES);
  return Math.min(MOST_IN_WAVE, Math.max(rollout.maxConcurrent, least));
}

/** A wave of the first of these targets. Tasks that do not end although wave after wave runs end the deployment. */
function wave(given: Situation, targetIds: readonly string[], taskStep: string): Decision {
  const { progress, outcomes } = given;
  const ended = countEnded(outcomes);
  const stuck = progress.waves > 0 && ended === progress.ended ? progress.stuck + 1 : 0;
  if (stuck > MOST_STUCK) {
    const reason = `The tasks of ${targetIds.length} targets did not end, in ${MOST_STUCK} waves.`;
    return end(given, 'FAILED', progress.failure === undefined ? reason : `${progress.failure} ${reason}`);
  }
  const waves = progress.waves + 1;
  return {
    next: { step: 'WAVE', taskStep, wave: waves, targetIds: targetIds.slice(0, waveSize(given)) },
    progress: { ...progress, waves, ended, stuck },
  };
}

const soak = ({ progress, at }: Situation, soakUntil: string): Decision => ({
  next: { step: 'SOAK', seconds: secondsUntil(soakUntil, at) },
  progress: { ...progress, soakUntil },
});

/** Acts as the failure policy says. `goOn` is the situation in which the deployment goes on all the same. */
function fail(given: Situation, failure: string, isCheck: boolean, goOn: () => Situation): Decision {
  const { rollout, progress, at } = given;
  if (rollout.failurePolicy === 'CONTINUE') return nextStep(goOn());
  const failed = withProgress(given, { failure, ...(isCheck ? { failedCheck: true } : { failedCheck: undefined }) });
  if (rollout.failurePolicy === 'ROLLBACK' || progress.pauses >= MOST_PAUSES) return takeBack(failed);
  const pausedUntil = isoOf(at + PAUSE_SECONDS * 1000);
  return paused(withProgress(failed, { pausedUntil, pauses: progress.pauses + 1 }));
}

/** An emergency stop keeps the targets as they are: no further one is begun before a person resumes it. */
const halt = (given: Situation, stop: string): Decision =>
  fail({ ...given, rollout: { ...given.rollout, failurePolicy: 'PAUSE' } }, stop, false, () => given);

/** Targets that an agent began to change, and whose component cannot go back. */
export function irreversibleAmong(plan: Plan, outcomes: readonly Outcome[]): PlannedTarget[] {
  const known = standings(outcomes);
  return targetsOf(plan).filter(({ targetId, isIrreversible }) => isIrreversible && known.get(targetId)?.hasBegun);
}

/** The deployment is taken back as a whole, or not at all: a target that cannot go back ends it as it is. */
function takeBack(given: Situation): Decision {
  const fixed = irreversibleAmong(given.plan, given.outcomes);
  if (fixed.length > 0) {
    const { failure = '' } = given.progress;
    const words = `It was not taken back: ${counted(fixed.length, targetsOf(given.plan).length)} cannot go back${named(fixed)}.`;
    return end(given, 'FAILED', `${failure} ${words}`);
  }
  const over = { pausedUntil: undefined, action: undefined, soakUntil: undefined, stuck: 0 };
  return nextStep(withProgress(given, { phase: 'ROLLBACK', ...over }));
}

/** Goes on past the check that was just made. A step without targets and soak is judged by what the one before it was judged by. */
function pastCheck(given: Situation, miss?: string): Situation {
  const { plan, progress, at } = given;
  const misses = miss === undefined ? progress.misses : [...progress.misses, miss];
  const next = plan.steps[progress.step + 1];
  const isSame = next !== undefined && next.targets.length === 0 && next.soakSeconds === 0;
  const stepBeganAt = isSame ? progress.stepBeganAt : isoOf(at);
  return withProgress(given, { step: progress.step + 1, stepBeganAt, soakUntil: undefined, misses });
}

function paused(given: Situation): Decision {
  const { progress, at } = given;
  const { pausedUntil = '', action, failure = '' } = progress;
  const isOver = pausedUntil <= isoOf(at);
  if (action === undefined && !isOver) {
    return { next: { step: 'PAUSE', seconds: secondsUntil(pausedUntil, at) }, progress };
  }
  if (action === undefined && given.stop !== undefined) return halt(given, given.stop);
  if (action === undefined)
    return takeBack(withProgress(given, { failure: `${failure} Nobody decided within 7 days.` }));
  if (action === 'ROLLBACK') return takeBack(given);
  const resumed = withProgress(given, {
    ...{ pausedUntil: undefined, action: undefined, failure: undefined, failedCheck: undefined, stuck: 0 },
  });
  if (action === 'CONTINUE') {
    const accepted = withProgress(resumed, { accepted: failedTargets(given).length });
    return nextStep(progress.failedCheck ? pastCheck(accepted) : accepted);
  }
  const attempt = progress.failedCheck ? progress.attempt : progress.attempt + 1;
  const again = { attempt, accepted: progress.failedCheck ? progress.accepted : 0 };
  return nextStep(withProgress(resumed, { ...again, soakUntil: undefined, stepBeganAt: isoOf(at) }));
}

function deploy(given: Situation): Decision {
  const { plan, progress, facts, unhealthy, at } = given;
  const step = plan.steps[progress.step];
  const failed = failedTargets(given);
  if (failed.length > progress.accepted) {
    const error = standings(given.outcomes).get(failed[0]?.targetId ?? '')?.error;
    const words = `${counted(failed.length, targetsOf(plan).length)} failed${named(failed)}${error ? `. ${error}` : ''}.`;
    return fail(given, words.replace(/\.\.$/, '.'), false, () => withProgress(given, { accepted: failed.length }));
  }
  if (!step)
    return nextStep(withProgress(given, { phase: 'SMOKE_TEST', stepBeganAt: isoOf(at), soakUntil: undefined }));
  const known = standings(given.outcomes);
  const todo = targetsOf({ steps: plan.steps.slice(0, progress.step + 1) }).flatMap(({ targetId }) => {
    const one = known.get(targetId);
    if (one?.status === 'OPEN') return [{ targetId, taskStep: one.step }];
    const isToDo = one === undefined || (hasFailed(one) && one.attempt < progress.attempt);
    return isToDo ? [{ targetId, taskStep: deployStep(progress.attempt) }] : [];
  });
  const [first] = todo;
  if (first) {
    if (given.stop !== undefined) return halt(given, given.stop);
    const together = todo.filter(({ taskStep }) => taskStep === first.taskStep).map(({ targetId }) => targetId);
    return wave(given, together, first.taskStep);
  }
  if (step.soakSeconds > 0) {
    const soakUntil = progress.soakUntil ?? isoOf(at + step.soakSeconds * 1000);
    if (soakUntil > isoOf(at)) return soak(given, soakUntil);
  }
  const ill = step.soakSeconds > 0 ? updatedTargets(given).filter(({ targetId }) => unhealthy.has(targetId)) : [];
  const since = facts.filter(({ recordedAt }) => recordedAt >= progress.stepBeganAt);
  const missed = [...missedThresholds(step, since), ...(ill.length > 0 ? [`unhealthy${named(ill)}`] : [])];
  if (missed.length === 0) return nextStep(pastCheck(given));
  const words = `Step ${progress.step + 1} of ${plan.steps.length} was not passed: ${missed.join('; ')}.`;
  return fail(given, words, true, () => pastCheck(given, words));
}

function smokeTest(given: Situation): Decision {
  const { plan, rollout, progress, unhealthy, at } = given;
  const updated = updatedTargets(given);
  const isDone = progress.step > plan.steps.length || rollout.smokeTestSeconds === 0;
  if (isDone || updated.length === 0) return result(given);
  const soakUntil = progress.soakUntil ?? isoOf(at + rollout.smokeTestSeconds * 1000);
  if (soakUntil > isoOf(at)) return soak(given, soakUntil);
  const ill = updated.filter(({ targetId }) => unhealthy.has(targetId));
  if (ill.length === 0) return nextStep(pastCheck(given));
  const words = `Unhealthy after the deployment${named(ill)}.`;
  return fail(given, words, true, () => pastCheck(given, words));
}

function result(given: Situation): Decision {
  const { plan, progress } = given;
  const failed = failedTargets(given);
  const words = [
    ...(failed.length > 0 ? [`${counted(failed.length, targetsOf(plan).length)} failed${named(failed)}.`] : []),
    ...progress.misses,
  ];
  return words.length === 0 ? end(given, 'SUCCEEDED') : end(given, 'FAILED', words.join(' '));
}

/**
 * Makes each target that an agent began to change as it was before: with its previous digest, or empty. A failure does not keep the others
 * from it. If no target was changed, nothing is taken back, and the deployment has failed.
 */
function rollBack(given: Situation): Decision {
  const { outcomes, progress, plan } = given;
  const { failure = 'It was taken back.' } = progress;
  const touched = targetsThat(given, ({ status, hasBegun }) => status !== 'OPEN' && hasBegun);
  const back = new Map(outcomes.flatMap((one) => (one.step === ROLLBACK_STEP ? [[one.targetId, one.status]] : [])));
  const todo = touched.filter(({ targetId }) => (back.get(targetId) ?? 'OPEN') === 'OPEN');
  const ids = todo.map(({ targetId }) => targetId);
  if (ids.length > 0) return wave(given, ids, ROLLBACK_STEP);
  const failed = touched.filter(({ targetId }) => back.get(targetId) !== 'SUCCEEDED');
  const unknown = targetsThat(given, ({ status }) => status === 'OPEN');
  const all = targetsOf(plan).length;
  const words = [
    failure,
    ...(failed.length > 0 ? [`${counted(failed.length, all)} could not be taken back${named(failed)}.`] : []),
    ...(unknown.length > 0 ? [`The outcome of ${counted(unknown.length, all)} is unknown${named(unknown)}.`] : []),
  ];
  const isBack = words.length === 1 && touched.length > 0;
  return end(given, isBack ? 'ROLLED_BACK' : 'FAILED', words.join(' '));
}

function cancelled(given: Situation): Decision {
  const back = new Set(
    given.outcomes.flatMap(({ step, status, targetId }) =>
      step === ROLLBACK_STEP && status === 'SUCCEEDED' ? [targetId] : [],
    ),
  );
  const have = updatedTargets(given).filter(({ targetId }) => !back.has(targetId));
  const words = `Cancelled: ${counted(have.length, targetsOf(given.plan).length)} got the new version`;
  return end(given, 'CANCELLED', back.size === 0 ? `${words}.` : `${words} and did not go back.`);
}

export function nextStep(given: Situation): Decision {
  const { status, progress } = given;
  if (isEnd(status)) return end(given, status as EndStatus);
  if (given.cancelRequestedAt !== undefined) return cancelled(given);
  if (progress.phase === 'ROLLBACK') return rollBack(given);
  if (progress.pausedUntil !== undefined) return paused(given);
  return progress.phase === 'DEPLOY' ? deploy(given) : smokeTest(given);
}
