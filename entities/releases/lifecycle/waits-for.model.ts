// The wait of a release: a function of the stored release and its parts alone, so that the API, lists and chats agree. Pure.
// waits-for.view.ts has the words for people.
import type { Loose } from '../../_base/table/table.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleaseWaitItem } from '../release-parts.entity.ts';
import {
  hasEndedBadly,
  isUnsubmitted,
  nextStep,
  type Progress,
  type StepName,
  type TargetProgress,
} from './next-step.model.ts';
import type { WaitsFor } from './status.model.ts';

const BROKEN: readonly string[] = ['REJECTED', 'FAILED', 'WITHDRAWN'];

export const isApproved = ({ targetStatus }: TargetProgress): boolean => targetStatus === 'APPROVED';
export const isInReview = ({ targetStatus }: TargetProgress): boolean => targetStatus === 'SUBMITTED';
export const isRollingOut = (target: TargetProgress): boolean =>
  isApproved(target) && target.rolloutState !== undefined && target.rolloutState !== 'COMPLETED';
/** True for a rollout that only a person moves on. */
export const isStopped = (target: TargetProgress): boolean =>
  isRollingOut(target) && target.rolloutState !== 'ROLLING_OUT';
/** True while the store has not answered a request. */
export const isAsked = ({ storeWanted, rolloutWanted }: TargetProgress): boolean =>
  (storeWanted ?? rolloutWanted) !== undefined;

/** The targets that wait for a decision; replaced targets only if all were replaced. */
export function undecided<T extends TargetProgress>(targets: readonly T[]): readonly T[] {
  if (targets.every(({ targetStatus }) => targetStatus === 'REPLACED')) return targets;
  return targets.filter((target) => BROKEN.includes(target.targetStatus) && !isUnsubmitted(target));
}

/** Of several targets, one that needs a person comes first. */
function waitOfStores({ status, targets }: Progress): WaitsFor {
  if (status === 'CANCELLED') return 'STORES';
  if (undecided(targets).length > 0) return 'TARGETS';
  if (targets.some(isUnsubmitted)) return 'SUBMISSION';
  if (targets.some(isStopped)) return 'ROLLOUT';
  if (targets.some((target) => isApproved(target) && !isRollingOut(target) && target.releaseMode === 'MANUAL')) {
    return 'STORE_RELEASE';
  }
  if (targets.some(isInReview)) return 'STORES';
  return targets.some(isRollingOut) ? 'ROLLOUT' : 'STORE_RELEASE';
}

const OF_STEP: Readonly<Partial<Record<StepName, (release: Progress) => WaitsFor>>> = {
  AWAIT_KICKOFF: ({ autoKickoff, plannedDate }) =>
    autoKickoff && plannedDate !== undefined ? 'PLANNED_DATE' : 'KICKOFF',
  AWAIT_COMMITS: () => 'COMMITS',
  AWAIT_BUILDS: ({ pipelines }) => (pipelines.some(hasEndedBadly) ? 'FAILED_BUILDS' : 'BUILDS'),
  REQUEST_SIGN_OFF: () => 'SIGN_OFF',
  AWAIT_HOTFIX: () => 'HOTFIX',
  AWAIT_STORES: waitOfStores,
  AWAIT_RESUME: () => 'RESUME',
};

const OVER: readonly StepName[] = ['FINISH', 'CLEAN_UP'];

/** Undefined for a release that has ended. */
export function waitOf(release: Progress): WaitsFor | undefined {
  const step = nextStep(release);
  return OVER.includes(step) ? undefined : (OF_STEP[step]?.(release) ?? 'WINDLASS');
}

/** The wait as lists show it, stored on the release. */
export type KeptWait = Pick<Loose<ReleaseItem>, 'waitsFor' | 'waitsSince' | 'waitsNote'>;
type ServiceWait = Pick<ReleaseWaitItem, 'wait' | 'wakeAt' | 'reason'>;

/** The wait to store on the release for lists; undefined if the release has it already. `at` is ISO 8601. */
export function waitToKeep(release: Progress, { wait, wakeAt, reason }: ServiceWait, at: string): KeptWait | undefined {
  const isPaused = waitOf(release) === 'RESUME';
  const waitsFor = wait === 'SERVICE' && !isPaused ? 'SERVICE' : waitOf(release);
  const waitsNote =
    waitsFor === 'SERVICE' ? `${reason ?? 'A service asks to wait'}. Asks again at ${wakeAt}.` : undefined;
  if (waitsFor === release.waitsFor && waitsNote === release.waitsNote) return undefined;
  return { waitsFor, waitsNote, waitsSince: waitsFor === undefined ? undefined : at };
}
