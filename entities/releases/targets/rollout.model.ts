// The rollout of one target's version to its users: the legal requests to a store, and the meaning of its answer.
// Pure. The actions that each store supports are in entities/integrations/types/store-rollout.model.ts.
import * as z from 'zod';
import { ownValue } from '../../_base/own-value.ts';
import type { Changes } from '../../_base/table/table.ts';
import type { TargetType } from '../../integrations/types/integration-types.ts';
import { rolloutRefusal, rolloutRules } from '../../integrations/types/store-rollout.model.ts';
import { releaseErrors } from '../errors.ts';
import { routesOfRollout } from '../lifecycle/legal-routes.ts';
import { assertIsIn, assertNotHeldBack, assertNotPaused } from '../lifecycle/lifecycle.model.ts';
import type { ROLLOUT_ACTIONS, RolloutState } from '../lifecycle/status.model.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleaseTargetItem } from '../release-parts.entity.ts';
import type { StoreAnswer } from './store-answer.model.ts';
import { isBeforeSubmission } from './target.model.ts';

export type RolloutAction = (typeof ROLLOUT_ACTIONS)[number];

export const rollOutBody = z.lazy(() =>
  z.strictObject({
    percentage: z
      .number()
      .gt(0)
      .max(100)
      .describe('The percentage of the users; it never shrinks. App Store: 1 or 100'),
  }),
);

export interface RolloutWish {
  readonly action: RolloutAction;
  readonly percentage?: number | undefined;
}

type Progress = RolloutState | 'NONE';

/** True for actions that bring the version to more users, which a paused or cancelled release does not allow. */
export const isGrowth = (action: RolloutAction): boolean => action !== 'PAUSE' && action !== 'HALT';

/** The states from which an action is legal, and those in which it is done already. It is refused in all others. */
const TABLE: Readonly<Record<RolloutAction, { from: readonly Progress[]; done: readonly Progress[] }>> = {
  ROLL_OUT: { from: ['NONE', 'ROLLING_OUT'], done: [] },
  PAUSE: { from: ['ROLLING_OUT'], done: ['PAUSED'] },
  RESUME: { from: ['PAUSED', 'HALTED'], done: ['ROLLING_OUT'] },
  HALT: { from: ['ROLLING_OUT'], done: ['HALTED'] },
  COMPLETE: { from: ['NONE', 'ROLLING_OUT', 'PAUSED'], done: ['COMPLETED'] },
};

const refused = (detail: string, legal: readonly string[] = []) => releaseErrors.rollout_refused({ detail, legal });

const progressOf = ({ rolloutState, targetStatus }: ReleaseTargetItem): Progress =>
  rolloutState ?? (targetStatus === 'RELEASED' ? 'COMPLETED' : 'NONE');

/**
 * The percentage with which the submission begins; undefined if the target has it already. A store gets it with the submission: a version
 * that was submitted for all users cannot be staged. Throws `release.rollout_refused`.
 */
export function firstPercentage(
  { initialPercentage = 100 }: ReleaseTargetItem,
  type: TargetType,
  percentage: number,
): Changes<ReleaseTargetItem> | undefined {
  const refusal = rolloutRefusal(type, 'ROLL_OUT', percentage);
  if (refusal !== undefined) throw refused(`${refusal}.`);
  return initialPercentage === percentage ? undefined : { initialPercentage: percentage };
}

/** The rollout that a submission begins; `percentage` is the store's answer, undefined if it has its own schedule. */
export const rolloutBegun = (
  initialPercentage: number | undefined,
  percentage: number | undefined,
): Changes<ReleaseTargetItem> =>
  initialPercentage === undefined || initialPercentage === 100
    ? {}
    : { rolloutState: 'ROLLING_OUT', ...(percentage === undefined ? {} : { rolloutPercentage: percentage }) };

/**
 * The request to the store; undefined if its rollout is so already and no other request waits. Throws `release.rollout_refused` for an
 * action that the store does not support (now), `release.paused`, `release.held_back`, and `release.illegal_transition` while the store
 * does not have the version.
 */
export function wantRollout(
  release: ReleaseItem,
  target: ReleaseTargetItem,
  type: TargetType,
  { action, percentage = 100 }: RolloutWish,
): RolloutWish | undefined {
  assertIsIn(release, ['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS', 'RELEASED'], 'Versions are rolled out');
  if (isGrowth(action)) assertNotPaused(release);
  const refusal = rolloutRefusal(type, action === 'COMPLETE' ? 'ROLL_OUT' : action, percentage);
  if (refusal !== undefined) throw refused(`${refusal}.`);
  if (isBeforeSubmission(release, target)) assertNotHeldBack(release);
  if (target.targetStatus !== 'APPROVED' && target.targetStatus !== 'RELEASED') {
    throw refused(`The store has not approved this version: the target is ${target.targetStatus}.`);
  }
  const progress = progressOf(target);
  const current = target.rolloutPercentage ?? 0;
  const isDone = TABLE[action].done.includes(progress) || (action === 'ROLL_OUT' && percentage === current);
  // A new wish replaces one that the store was not asked yet, even a wish for the present state.
  if (isDone && !target.rolloutWanted) return undefined;
  if (!isDone && !TABLE[action].from.includes(progress)) {
    const legal = Object.entries(TABLE).flatMap(([name, { from }]) => (from.includes(progress) ? [name] : []));
    throw refused(
      `A rollout that is ${progress} cannot ${action.toLowerCase().replace('_', ' ')}.`,
      routesOfRollout(legal),
    );
  }
  if (action === 'ROLL_OUT' && percentage < current)
    throw refused(`A rollout only grows: it is at ${current} percent.`);
  const { maxPausedDays, submittedForAll } = rolloutRules(type);
  if (percentage < 100 && progress === 'NONE' && submittedForAll !== undefined) throw refused(`${submittedForAll}.`);
  if (action === 'PAUSE' && maxPausedDays !== undefined && (target.rolloutPausedDays ?? 0) >= maxPausedDays) {
    throw refused(`It has been paused for ${maxPausedDays} days in all, which is the most that this store allows.`);
  }
  return action === 'ROLL_OUT' || action === 'COMPLETE' ? { action, percentage } : { action };
}

const nothingNew = (how: string) =>
  releaseErrors.nothing_new({ detail: `${how} already: nothing was changed.`, legal: [] });

const inWords = ({ rolloutState = 'COMPLETED', rolloutPercentage }: ReleaseTargetItem): string =>
  `Its rollout is ${rolloutState}${rolloutPercentage === undefined ? '' : ` at ${rolloutPercentage} percent`}`;

/**
 * The decision about a person's wish: before the submission the percentage with which it begins, afterwards the request to the store.
 * Throws as `firstPercentage` and `wantRollout` do, and `release.nothing_new`.
 */
export function decideRollout(
  release: ReleaseItem,
  target: ReleaseTargetItem,
  type: TargetType,
  wish: RolloutWish,
): { readonly planned: Changes<ReleaseTargetItem> } | { readonly wanted: RolloutWish } {
  if (wish.action === 'ROLL_OUT' && isBeforeSubmission(release, target)) {
    const planned = firstPercentage(target, type, wish.percentage ?? 100);
    if (planned) return { planned };
    throw nothingNew(`Its submission begins with ${wish.percentage} percent of the users`);
  }
  const wanted = wantRollout(release, target, type, wish);
  if (wanted) return { wanted };
  throw nothingNew(inWords(target));
}

/** Throws the refusal of `decideRollout` if a rollout to no percentage is possible: every store knows 1 and 100. */
export function assertMayRollOut(release: ReleaseItem, target: ReleaseTargetItem, type: TargetType): void {
  const isForAll = isBeforeSubmission(release, target) && (target.initialPercentage ?? 100) === 100;
  decideRollout(release, target, type, { action: 'ROLL_OUT', percentage: isForAll ? 1 : 100 });
}

const STATES: Readonly<Record<string, RolloutState>> = { PAUSED: 'PAUSED', HALTED: 'HALTED', RELEASED: 'COMPLETED' };

/** The changes of the target by the answer to a request. */
export function rolloutDone(wish: RolloutWish, { state, percentage, pausedDays }: Omit<StoreAnswer, 'storeState'>) {
  const rolloutState = ownValue(STATES, state) ?? 'ROLLING_OUT';
  const reached = rolloutState === 'COMPLETED' ? 100 : (percentage ?? wish.percentage);
  return {
    rolloutState,
    ...(reached === undefined ? {} : { rolloutPercentage: reached }),
    ...(pausedDays === undefined ? {} : { rolloutPausedDays: pausedDays }),
    rolloutWanted: undefined,
    rolloutError: undefined,
  } satisfies Changes<ReleaseTargetItem>;
}

/** A version that all users have is RELEASED, regardless of later answers and of the release's status. */
export const releasedBy = (
  { targetStatus }: Pick<ReleaseTargetItem, 'targetStatus'>,
  rolloutState: RolloutState,
  at: string,
): Changes<ReleaseTargetItem> | undefined =>
  rolloutState === 'COMPLETED' && targetStatus === 'APPROVED'
    ? { targetStatus: 'RELEASED', releasedAt: at }
    : undefined;
