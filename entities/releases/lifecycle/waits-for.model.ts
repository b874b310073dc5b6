// The wait of a release: a function of the stored release and its parts alone, so that the API, lists and chats agree. Pure.
// waits-for.view.ts has the words for people.
import { nextStep, type Progress, type StepName, type TargetProgress } from './status.model.ts';

export const WAITS_FOR = [
  /** A person's kickoff. */
  'KICKOFF',
  'PLANNED_DATE',
  /** A commit on the branch of a hotfix without new commits. */
  'COMMITS',
  'BUILDS',
  /** A person, after builds that failed or were cancelled. */
  'FAILED_BUILDS',
  'SIGN_OFF',
  /** A hotfix of the service that goes to the stores first. */
  'HOTFIX',
  /** A person's submit, or their answer about the version in the way. */
  'SUBMISSION',
  /** A person, after targets were rejected, failed or were withdrawn. */
  'TARGETS',
  /** The verdict of a store, or its processing. */
  'STORES',
  /** An approved version: a person's release, or a date. */
  'STORE_RELEASE',
  /** A staged rollout on its way to all users. */
  'ROLLOUT',
  /** A person's resume or retry. */
  'RESUME',
  /** A service that is busy with a request of ours, or stated a time to wait. */
  'SERVICE',
  /** The workflow itself, while tasks run. */
  'WINDLASS',
] as const;
export type WaitsFor = (typeof WAITS_FOR)[number];

export type WaitingTarget = TargetProgress & {
  readonly inTheWay?: { readonly version: string; readonly agreedAt?: string | undefined } | undefined;
  readonly rolloutState?: string | undefined;
  readonly rolloutPercentage?: number | undefined;
  readonly releaseMode?: string | undefined;
  readonly releaseAt?: string | undefined;
  readonly storeState?: string | undefined;
  readonly storeWanted?: { readonly action: string } | undefined;
  readonly rolloutWanted?: { readonly action: string } | undefined;
};
export type WaitingBuild = Progress['pipelines'][number] & { readonly buildNumber?: string | undefined };

/** The fields of a stored release and its parts that decide its wait. */
export interface Waiting extends Progress {
  readonly autoKickoff?: boolean | undefined;
  readonly plannedDate?: string | undefined;
  readonly pauseError?: string | undefined;
  readonly pauseReason?: string | undefined;
  readonly blockedByReleaseKey?: string | undefined;
  readonly branchRelease?: string | undefined;
  readonly releasePilotId?: string | undefined;
  readonly updatedAt?: string | undefined;
  readonly signOffRejection?:
    | { readonly cycle: number; readonly by: string; readonly comment?: string | undefined }
    | undefined;
  readonly waitsFor?: WaitsFor | undefined;
  readonly waitsSince?: string | undefined;
  readonly waitsNote?: string | undefined;
  readonly targets: readonly WaitingTarget[];
  readonly pipelines: readonly WaitingBuild[];
}

const ENDED: readonly string[] = ['FAILED', 'CANCELLED'];
const BROKEN: readonly string[] = ['REJECTED', 'FAILED', 'WITHDRAWN'];

export const hasEnded = ({ buildStatus }: WaitingBuild): boolean => ENDED.includes(buildStatus);
export const isUnsubmitted = ({ targetStatus, withdrawnFor }: WaitingTarget): boolean =>
  targetStatus === 'PENDING' ||
  targetStatus === 'BUILDING' ||
  (targetStatus === 'WITHDRAWN' && withdrawnFor !== undefined);
export const isApproved = ({ targetStatus }: WaitingTarget): boolean => targetStatus === 'APPROVED';
export const isInReview = ({ targetStatus }: WaitingTarget): boolean => targetStatus === 'SUBMITTED';
export const isRollingOut = (target: WaitingTarget): boolean =>
  isApproved(target) && target.rolloutState !== undefined && target.rolloutState !== 'COMPLETED';
/** True for a rollout that only a person moves on. */
export const isStopped = (target: WaitingTarget): boolean =>
  isRollingOut(target) && target.rolloutState !== 'ROLLING_OUT';
/** True while the store has not answered a request. */
export const isAsked = ({ storeWanted, rolloutWanted }: WaitingTarget): boolean =>
  (storeWanted ?? rolloutWanted) !== undefined;

/** The targets that wait for a decision; replaced targets only if all were replaced. */
export function undecided<T extends WaitingTarget>(targets: readonly T[]): readonly T[] {
  if (targets.every(({ targetStatus }) => targetStatus === 'REPLACED')) return targets;
  return targets.filter((target) => BROKEN.includes(target.targetStatus) && !isUnsubmitted(target));
}

/** Of several targets, one that needs a person comes first. */
function waitOfStores({ status, targets }: Waiting): WaitsFor {
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

const OF_STEP: Readonly<Partial<Record<StepName, (release: Waiting) => WaitsFor>>> = {
  AWAIT_KICKOFF: ({ autoKickoff, plannedDate }) =>
    autoKickoff && plannedDate !== undefined ? 'PLANNED_DATE' : 'KICKOFF',
  AWAIT_COMMITS: () => 'COMMITS',
  AWAIT_BUILDS: ({ pipelines }) => (pipelines.some(hasEnded) ? 'FAILED_BUILDS' : 'BUILDS'),
  REQUEST_SIGN_OFF: () => 'SIGN_OFF',
  AWAIT_HOTFIX: () => 'HOTFIX',
  AWAIT_STORES: waitOfStores,
  AWAIT_RESUME: () => 'RESUME',
};

const OVER: readonly StepName[] = ['FINISH', 'CLEAN_UP'];

/** Undefined for a release that has ended. */
export function waitOf(release: Waiting): WaitsFor | undefined {
  const step = nextStep(release);
  return OVER.includes(step) ? undefined : (OF_STEP[step]?.(release) ?? 'WINDLASS');
}

/** The stored wait of the execution, with its task token; `wakeAt` is ISO 8601. */
interface ServiceWait {
  readonly wait: string;
  readonly wakeAt?: string | undefined;
  readonly reason?: string | undefined;
}

interface KeptWait {
  readonly waitsFor: WaitsFor | undefined;
  readonly waitsSince: string | undefined;
  readonly waitsNote: string | undefined;
}

/** The wait to store on the release for lists; undefined if the release has it already. `at` is ISO 8601. */
export function waitToKeep(release: Waiting, { wait, wakeAt, reason }: ServiceWait, at: string): KeptWait | undefined {
  const isPaused = waitOf(release) === 'RESUME';
  const waitsFor = wait === 'SERVICE' && !isPaused ? 'SERVICE' : waitOf(release);
  const waitsNote =
    waitsFor === 'SERVICE' ? `${reason ?? 'A service asks to wait'}. Asks again at ${wakeAt}.` : undefined;
  if (waitsFor === release.waitsFor && waitsNote === release.waitsNote) return undefined;
  return { waitsFor, waitsNote, waitsSince: waitsFor === undefined ? undefined : at };
}
