// The meaning of a store's answer for a target, after a withdrawal, a release or a look at the status. Pure.
import { ownValue } from '../../_base/own-value.ts';
import type { Changes } from '../../_base/table/table.ts';
import type { TargetType } from '../../integrations/types/integration-types.ts';
import type { RolloutState } from '../lifecycle/status.model.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleaseTargetItem } from '../release-parts.entity.ts';
import { assertTargetMayGoTo, isHeard, isWithStore, reportTarget, type StoreReport } from './target.model.ts';

/** The state of a version in a store. */
export interface StoreAnswer {
  readonly state:
    | 'NOT_SUBMITTED'
    | 'IN_REVIEW'
    | 'REJECTED'
    | 'APPROVED'
    | 'ROLLING_OUT'
    | 'PAUSED'
    | 'HALTED'
    | 'RELEASED'
    /** Withdrawn by a person or by us. */
    | 'WITHDRAWN'
    /** It was released, and another version replaced it. */
    | 'REPLACED'
    /** Only of a deployment. */
    | 'FAILED';
  /** The store's own name of the state, for people. */
  readonly storeState: string;
  /** The store's id of the version, if the question did not have it. */
  readonly versionId?: string | undefined;
  /** Percentage of users; set while a staged rollout runs, is paused or halted. */
  readonly percentage?: number | undefined;
  /** Days that the rollout was paused so far, if the store counts them. */
  readonly pausedDays?: number | undefined;
  /** The reason of a rejection or failure, if it is more than the state, and the remedy for the rejection. */
  readonly reason?: string | undefined;
  readonly needs?: StoreReport['needs'];
  /** The submission in which the version is now, if not in ours any more. */
  readonly submissionId?: string | undefined;
  readonly replacedBy?: { readonly releaseId: string; readonly releaseKey: string } | undefined;
  /** A sentence about a step in the store that is left to a person. */
  readonly leftToDo?: string | undefined;
}

type Status = StoreReport['status'];

const STATUSES: Readonly<Record<string, Status>> = {
  NOT_SUBMITTED: 'WITHDRAWN',
  IN_REVIEW: 'SUBMITTED',
  REJECTED: 'REJECTED',
  APPROVED: 'APPROVED',
  ROLLING_OUT: 'APPROVED',
  PAUSED: 'APPROVED',
  HALTED: 'APPROVED',
  RELEASED: 'RELEASED',
  WITHDRAWN: 'WITHDRAWN',
  REPLACED: 'REPLACED',
  FAILED: 'FAILED',
};
const ROLLOUTS: Readonly<Record<string, RolloutState>> = {
  ROLLING_OUT: 'ROLLING_OUT',
  PAUSED: 'PAUSED',
  HALTED: 'HALTED',
};

/** True if the store may have the version under another name: a person submitted it, so its id is unknown. */
const isUnknown = ({ versionId, storeWanted }: ReleaseTargetItem, { storeState }: StoreAnswer): boolean =>
  storeState === 'absent' && versionId === undefined && storeWanted?.action !== 'WITHDRAW';

/** The App Store reports a version as released at the first phase of its rollout. */
function statusOf(type: TargetType, { state, leftToDo }: StoreAnswer): Status | undefined {
  // The store has it, and a person is to finish it there: nobody has withdrawn it, and it is not out yet.
  if (leftToDo !== undefined && (state === 'NOT_SUBMITTED' || state === 'RELEASED')) return undefined;
  const isPhased = type === 'APP_STORE' && Object.hasOwn(ROLLOUTS, state);
  return isPhased ? 'RELEASED' : ownValue(STATUSES, state);
}

/** App Review rejects texts and pictures alone as METADATA_REJECTED; any other rejection may be about the build. */
export const needsOf = (storeState: string): StoreReport['needs'] =>
  storeState === 'METADATA_REJECTED' ? 'METADATA' : 'BUILD';

function reportOf(status: Status, { storeState, reason, needs = needsOf(storeState) }: StoreAnswer): StoreReport {
  if (status === 'REJECTED') return { status, reason: reason ?? storeState, needs };
  return status === 'FAILED' ? { status, reason } : { status };
}

function mayBecome(target: ReleaseTargetItem, status: Status): boolean {
  try {
    assertTargetMayGoTo(target.targetStatus, status);
    return true;
  } catch {
    return false;
  }
}

const NO_ROLLOUT = { rolloutState: undefined, rolloutPercentage: undefined } as const;

function rolloutOf(target: ReleaseTargetItem, answer: StoreAnswer): Changes<ReleaseTargetItem> {
  const { state, percentage, pausedDays } = answer;
  // A store withdraws a version that no user has yet, and halts one that some have.
  if (state === 'WITHDRAWN') return NO_ROLLOUT;
  const isCompleted = state === 'RELEASED' && target.rolloutState !== undefined;
  const rolloutState = isCompleted ? 'COMPLETED' : ownValue(ROLLOUTS, state);
  if (rolloutState === undefined) return {};
  const reached = isCompleted ? 100 : percentage;
  return {
    rolloutState,
    ...(reached === undefined ? {} : { rolloutPercentage: reached }),
    ...(pausedDays === undefined ? {} : { rolloutPausedDays: pausedDays }),
  };
}

export interface Heard {
  readonly changes: Changes<ReleaseTargetItem>;
  /** The new status, if it changes. */
  readonly report?: StoreReport;
  /** True if the rollout has changed. */
  readonly isRolloutNews: boolean;
  /** True if the store's id of the version was unknown. */
  readonly isNamed: boolean;
  /** True if something else than before is left to a person, or nothing more. */
  readonly isLeftNews: boolean;
}

/** The changes by the answer. They never move a target backwards, and never end the wait for a build. */
export function hearStore(
  release: ReleaseItem,
  target: ReleaseTargetItem,
  type: TargetType,
  answer: StoreAnswer,
  at: string,
): Heard {
  const { storeState, versionId, submissionId, replacedBy, leftToDo } = answer;
  const status = isUnknown(target, answer) ? undefined : statusOf(type, answer);
  // A rejected or withdrawn target only moves forwards.
  const isNews =
    status !== undefined && status !== target.targetStatus && isHeard(release) && mayBecome(target, status);
  const isBack = status === 'SUBMITTED' && isWithStore(target);
  const report = isNews && !isBack ? reportOf(status, answer) : undefined;
  const rollout = rolloutOf(target, answer);
  const isRolloutNews = Object.entries(rollout).some(
    ([name, value]) => name !== 'rolloutPausedDays' && target[name as keyof ReleaseTargetItem] !== value,
  );
  const isElsewhere = target.storeState !== undefined && target.storeState !== storeState;
  const isLeftBehind = report !== undefined || isRolloutNews || isElsewhere;
  return {
    changes: {
      ...(report ? reportTarget(release, target, report, at) : {}),
      ...rollout,
      storeState,
      storeCheckedAt: at,
      ...(versionId === undefined ? {} : { versionId }),
      ...(submissionId === undefined ? {} : { submissionId }),
      ...(replacedBy === undefined ? {} : { replacedBy }),
      ...(leftToDo === undefined && !isLeftBehind ? {} : { leftToDo }),
    },
    ...(report ? { report } : {}),
    isRolloutNews,
    isNamed: versionId !== undefined && versionId !== target.versionId,
    isLeftNews: (leftToDo !== undefined || isLeftBehind) && leftToDo !== target.leftToDo,
  };
}
