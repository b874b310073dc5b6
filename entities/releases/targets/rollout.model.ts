// The rollout of one target's version to its users: which requests to a store are legal, and the meaning of its answer.
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
import { isBeforeSubmission } from './target.model.ts';

export type RolloutAction = (typeof ROLLOUT_ACTIONS)[number];

export const rollOutBody = z.strictObject({
  percentage: z.number().gt(0).max(100).describe('Of the users; never fewer than have it. App Store: 1 or 100'),
});

export interface RolloutWish {
  readonly action: RolloutAction;
  readonly percentage?: number | undefined;
}

type Progress = RolloutState | 'NONE';

/** True for actions that bring the version to more users; a paused or cancelled release does none of them. */
export const isGrowth = (action: RolloutAction): boolean => action !== 'PAUSE' && action !== 'HALT';

/** From where an action is wanted, and from where it changes nothing. Everything else is refused. */
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
 * With how many users the version is to begin once it is submitted, or undefined when that is planned already. A store is
 * told so with the submission: a version submitted for all cannot be staged any more. Throws `release.rollout_refused`.
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

/** The rollout that a submission begins; `percentage` as the store answered: none if it has its own schedule. */
export const rolloutBegun = (
  initialPercentage: number | undefined,
  percentage: number | undefined,
): Changes<ReleaseTargetItem> =>
  initialPercentage === undefined || initialPercentage === 100
    ? {}
    : { rolloutState: 'ROLLING_OUT', ...(percentage === undefined ? {} : { rolloutPercentage: percentage }) };

/**
 * The request to the store, or undefined when its rollout is so already and nothing else was asked. Throws
 * `release.rollout_refused` for actions that the store does not support, or not now, `release.paused`,
 * `release.held_back`, and `release.illegal_transition` while the version is not with the store.
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
  // A wish that is still on its way to the store is overtaken by another, also by one for what there is now.
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

/** The answer of a store after a change; see `StoreStatus` of the adapters. */
export interface RolloutAnswer {
  readonly state: string;
  readonly percentage?: number | undefined;
  readonly pausedDays?: number | undefined;
}

const STATES: Readonly<Record<string, RolloutState>> = { PAUSED: 'PAUSED', HALTED: 'HALTED', RELEASED: 'COMPLETED' };

/** The changes of the target once the store has done the request. */
export function rolloutDone(wish: RolloutWish, { state, percentage, pausedDays }: RolloutAnswer) {
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

/** A version that everybody has is out, whatever the store says later and whatever became of its release meanwhile. */
export const releasedBy = (
  { targetStatus }: Pick<ReleaseTargetItem, 'targetStatus'>,
  rolloutState: RolloutState,
  at: string,
): Changes<ReleaseTargetItem> | undefined =>
  rolloutState === 'COMPLETED' && targetStatus === 'APPROVED'
    ? { targetStatus: 'RELEASED', releasedAt: at }
    : undefined;
