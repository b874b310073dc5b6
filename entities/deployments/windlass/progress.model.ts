// The progress of a deployment that Windlass drives, as it is stored with it, and the outcomes of its tasks, by which the next step is
// decided. Pure.

/** DEPLOY: the steps of the plan. SMOKE_TEST: a soak after them. ROLLBACK: each target gets its previous digest back. */
export const PHASES = ['DEPLOY', 'SMOKE_TEST', 'ROLLBACK'] as const;
export type Phase = (typeof PHASES)[number];

/** RETRY: what failed, once more. CONTINUE: with the others. ROLLBACK: takes the deployment back. */
export const RESUME_ACTIONS = ['RETRY', 'CONTINUE', 'ROLLBACK'] as const;
export type ResumeAction = (typeof RESUME_ACTIONS)[number];

export interface Progress {
  readonly phase: Phase;
  /** The index of the step of the plan, and its begin (ISO 8601); in a smoke test, the begin of the test. */
  readonly step: number;
  readonly stepBeganAt: string;
  /** The end of the soak, after the waves of the step. */
  readonly soakUntil?: string | undefined;
  /** Grows when a person wants a retry: tasks of another attempt are other tasks. */
  readonly attempt: number;
  /** Waves that were begun: each execution has its number in its name. */
  readonly waves: number;
  /** Tasks that had ended when the last wave began, and the waves begun since without the end of another task. */
  readonly ended: number;
  readonly stuck: number;
  /** Failed targets with which the deployment goes on, by its policy or by a person. */
  readonly accepted: number;
  /** Checks that were not passed, with which it goes on by its policy; in words. */
  readonly misses: readonly string[];
  readonly pauses: number;
  readonly pausedUntil?: string | undefined;
  /** The answer of a person to the pause. */
  readonly action?: ResumeAction | undefined;
  /** Why it paused or was taken back, for people. */
  readonly failure?: string | undefined;
  /** It failed a check of metrics or health, and not a target. */
  readonly failedCheck?: true | undefined;
}

/** The outcome of one task: one target's share of a deployment. OPEN: not ended. */
export interface Outcome {
  readonly targetId: string;
  /** DEPLOY, DEPLOY-2 and so on, or ROLLBACK. */
  readonly step: string;
  readonly status: 'OPEN' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  /** An agent had the task: the target may be changed. */
  readonly hasBegun: boolean;
  readonly error?: string | undefined;
}

export const ROLLBACK_STEP = 'ROLLBACK';

/** The step of the tasks of an attempt. */
export const deployStep = (attempt: number): string => (attempt === 1 ? 'DEPLOY' : `DEPLOY-${attempt}`);

const attemptOf = (step: string): number => (step === 'DEPLOY' ? 1 : Number(step.slice('DEPLOY-'.length)));

/** The progress of a deployment that begins at `at` (ISO 8601). */
export const firstProgress = (at: string): Progress => ({
  ...{ phase: 'DEPLOY', step: 0, stepBeganAt: at, attempt: 1 },
  ...{ waves: 0, ended: 0, stuck: 0, accepted: 0, misses: [], pauses: 0 },
});

/** A target after its last attempt. */
export interface Standing extends Outcome {
  readonly attempt: number;
}

/** The last attempt of each target that was deployed to. */
export function standings(outcomes: readonly Outcome[]): ReadonlyMap<string, Standing> {
  const latest = new Map<string, Standing>();
  for (const outcome of outcomes) {
    if (outcome.step === ROLLBACK_STEP) continue;
    const attempt = attemptOf(outcome.step);
    const known = latest.get(outcome.targetId);
    if (known && known.attempt > attempt) continue;
    latest.set(outcome.targetId, { ...outcome, attempt });
  }
  return latest;
}

/** A failed task, or one that was cancelled although nobody cancelled the deployment, such as that of a deleted target. */
export const hasFailed = ({ status }: Pick<Outcome, 'status'>): boolean =>
  status === 'FAILED' || status === 'CANCELLED';

export const countEnded = (outcomes: readonly Outcome[]): number =>
  outcomes.filter(({ status }) => status !== 'OPEN').length;
