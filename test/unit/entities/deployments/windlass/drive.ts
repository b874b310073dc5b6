// Drives a deployment by its pure next step: tasks end as a test says, time passes in soaks, and people answer pauses.
import { type Rollout, rolloutSchema } from '../../../../../entities/deployments/rollout.model.ts';
import type { Fact } from '../../../../../entities/deployments/windlass/judgement.model.ts';
import {
  type Decision,
  type Next,
  nextStep,
  type Situation,
} from '../../../../../entities/deployments/windlass/next-step.model.ts';
import { type KnownTarget, type Plan, planOf } from '../../../../../entities/deployments/windlass/plan.model.ts';
import {
  firstProgress,
  type Outcome,
  type ResumeAction,
} from '../../../../../entities/deployments/windlass/progress.model.ts';

const START = Date.parse('2026-03-01T12:00:00.000Z');
export const minute = (count: number): string => new Date(START + count * 60_000).toISOString();

const number = (index: number): string => String(index).padStart(3, '0');
export const targets = (count: number, over: (index: number) => Partial<KnownTarget> = () => ({})): KnownTarget[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{
      targetId: `id-${number(index)}`,
      name: `web-${number(index)}`,
      componentId: 'web',
      labels: {},
      isActive: true,
    },
    ...over(index),
  }));

export const rolloutOf = (over: object = {}): Rollout => rolloutSchema.parse(over);

export function plannedOver(
  all: readonly KnownTarget[],
  over: object = {},
  liveSlot?: 'blue' | 'green',
  irreversible: readonly string[] = [],
): Plan {
  const components = [{ componentId: 'web', digest: 'new' }];
  const wanted = { components, rollout: rolloutOf(over), liveSlot, irreversible: new Set(irreversible) };
  const plan = planOf(all, wanted);
  if (typeof plan === 'string') throw new Error(plan);
  return plan;
}

/** The status of a task of the target in the step; undefined leaves it open. */
export type Ends = (targetId: string, step: string) => Outcome['status'];
export const allSucceed: Ends = () => 'SUCCEEDED';

export interface Script {
  readonly rollout?: object;
  readonly count?: number;
  readonly ends?: Ends;
  /** Answers to pauses, in order; a pause without one lasts until its time is over. */
  readonly answers?: readonly ResumeAction[];
  /** Cancels before this decision. */
  readonly cancelAt?: number;
  /** Recorded when the soak of each step is over, after so many seconds. */
  readonly facts?: (step: number) => readonly Omit<Fact, 'recordedAt'>[];
  readonly unhealthy?: readonly string[];
  /** The digests that run on the targets, whose component cannot go back. */
  readonly irreversible?: (index: number) => string | undefined;
}

export interface Driven {
  readonly end: Extract<Next, { step: 'END' }>;
  readonly waves: readonly Extract<Next, { step: 'WAVE' }>[];
  readonly path: readonly string[];
  readonly outcomes: readonly Outcome[];
  /** The number of the decision that cancelling came before. */
  readonly wavesAfterCancel: number;
}

const MOST_DECISIONS = 5_000;

export function drive(script: Script): Driven {
  const { count = 4, ends = allSucceed, answers = [], cancelAt = Number.POSITIVE_INFINITY } = script;
  const rollout = rolloutOf(script.rollout);
  const { irreversible } = script;
  const all = targets(count, (index) => ({ currentDigest: irreversible?.(index) }));
  const plan = plannedOver(all, script.rollout, undefined, irreversible && ['web']);
  let given: Situation = {
    ...{ status: 'IN_PROGRESS', rollout, plan, outcomes: [], facts: [] },
    ...{ unhealthy: new Set(script.unhealthy), progress: firstProgress(minute(0)), at: START },
  };
  const left = [...answers];
  const waves: Driven['waves'][number][] = [];
  const path: string[] = [];
  let wavesAfterCancel = 0;
  for (let decision = 0; decision < MOST_DECISIONS; decision++) {
    if (decision >= cancelAt) given = { ...given, cancelRequestedAt: minute(1) };
    const { next, progress }: Decision = nextStep(given);
    path.push(next.step === 'WAVE' ? `${next.taskStep} ${next.targetIds.length}` : next.step);
    given = { ...given, progress };
    if (next.step === 'END') return { end: next, waves, path, outcomes: given.outcomes, wavesAfterCancel };
    if (next.step === 'WAVE') {
      waves.push(next);
      if (decision >= cancelAt) wavesAfterCancel += 1;
      const known = given.outcomes.filter(
        (one) => !(one.step === next.taskStep && next.targetIds.includes(one.targetId)),
      );
      const ended = next.targetIds.map((targetId): Outcome => {
        const status = ends(targetId, next.taskStep);
        return { targetId, step: next.taskStep, status, hasBegun: status !== 'CANCELLED', error: undefined };
      });
      given = { ...given, outcomes: [...known, ...ended], at: given.at + 1_000 };
    } else {
      const at = given.at + next.seconds * 1_000;
      const action = next.step === 'PAUSE' ? left.shift() : undefined;
      const recordedAt = new Date(given.at + 1).toISOString();
      const facts =
        next.step === 'SOAK' ? (script.facts?.(progress.step) ?? []).map((fact) => ({ ...fact, recordedAt })) : [];
      given = { ...given, at: action ? given.at + 1_000 : at, facts: [...given.facts, ...facts] };
      if (action) given = { ...given, progress: { ...progress, action } };
    }
  }
  throw new Error(`no end after ${MOST_DECISIONS} decisions: ${path.slice(-5)}`);
}
