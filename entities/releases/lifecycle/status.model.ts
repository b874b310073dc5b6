// The statuses of a release and its parts, and the table of its transitions. Pure.
// Source: DOMAIN, "The lifecycle"; statuses of the release-integrations model.
import { releaseErrors } from '../errors.ts';
import { routesToStatuses } from './legal-routes.ts';

export const RELEASE_STATUSES = [
  'KICKOFF_PENDING',
  'PENDING',
  'STARTED',
  'REGRESSION_IN_PROGRESS',
  'BUILD_SUBMITTED',
  'RELEASED',
  'CANCELLED',
  'ARCHIVED',
] as const;
export type ReleaseStatus = (typeof RELEASE_STATUSES)[number];

const ENDED: readonly ReleaseStatus[] = ['RELEASED', 'CANCELLED', 'ARCHIVED'];
/** True for a release that is neither released nor cancelled. */
export const isOngoing = (status: ReleaseStatus): boolean => !ENDED.includes(status);
export const ONGOING_STATUSES: readonly ReleaseStatus[] = RELEASE_STATUSES.filter(isOngoing);

export const RELEASE_TYPES = ['PLANNED', 'HOTFIX', 'MAJOR'] as const;
export type ReleaseType = (typeof RELEASE_TYPES)[number];

export const PAUSE_REASONS = ['USER_REQUESTED', 'TASK_FAILURE', 'FREEZE'] as const;

/** A person's choices about an existing branch or tag of that name which the release did not make. */
export const EXISTING_CHOICES = ['TAKE', 'MOVE'] as const;

/** The attribute with the key of each platform's epic. */
export const EPIC_FIELDS = {
  IOS: 'iOSEpicId',
  ANDROID: 'androidEpicId',
  WEB: 'webEpicId',
  SERVER: 'serverEpicId',
} as const;

export const BUILD_STATUSES = ['PENDING', 'RUNNING', 'SUCCESS', 'FAILED', 'CANCELLED'] as const;
export type BuildStatus = (typeof BUILD_STATUSES)[number];

export const TARGET_STATUSES = [
  'PENDING',
  'BUILDING',
  'SUBMITTED',
  'APPROVED',
  'REJECTED',
  'RELEASED',
  /** Withdrawn, by us or in the store. */
  'WITHDRAWN',
  /** Another version replaced it before all users had it. */
  'REPLACED',
  /** A failed deployment; the same build can be deployed again. */
  'FAILED',
] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

/** The requests of people to a store beside a rollout. */
export const STORE_ACTIONS = ['WITHDRAW', 'RELEASE', 'REFRESH'] as const;
export type StoreAction = (typeof STORE_ACTIONS)[number];

/** The part of the users that has a version which did not reach all of them. */
export const OUTCOMES = ['RELEASED_IN_PART', 'HALTED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The remedy for a rejection: another build, or other texts and pictures for the same build. */
export const REJECTION_NEEDS = ['BUILD', 'METADATA'] as const;
export const RELEASE_MODES = ['AUTOMATIC', 'MANUAL', 'SCHEDULED'] as const;

export const ROLLOUT_ACTIONS = ['ROLL_OUT', 'PAUSE', 'RESUME', 'HALT', 'COMPLETE'] as const;
export const ROLLOUT_STATES = ['ROLLING_OUT', 'PAUSED', 'HALTED', 'COMPLETED'] as const;
export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** The actions on a release that the slash command of a chat has. */
export const CHAT_ACTIONS = ['retry', 'resume', 'cycle', 'trigger'] as const;
export type ChatAction = (typeof CHAT_ACTIONS)[number];

export const CYCLE_STATUSES = ['OPEN', 'DONE', 'ABANDONED'] as const;
export const CYCLE_REASONS = ['FIRST', 'NEW_BUILD', 'REJECTED', 'CHERRY_PICK'] as const;
export type CycleReason = (typeof CYCLE_REASONS)[number];

/** The awaited people, services or times of a release. */
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

const TRANSITIONS: Readonly<Record<ReleaseStatus, readonly ReleaseStatus[]>> = {
  KICKOFF_PENDING: ['PENDING', 'CANCELLED'],
  PENDING: ['STARTED', 'CANCELLED'],
  STARTED: ['REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED', 'CANCELLED'],
  REGRESSION_IN_PROGRESS: ['BUILD_SUBMITTED', 'CANCELLED'],
  BUILD_SUBMITTED: ['RELEASED', 'REGRESSION_IN_PROGRESS', 'CANCELLED'],
  RELEASED: ['ARCHIVED'],
  CANCELLED: ['ARCHIVED'],
  ARCHIVED: [],
};

/** The legal next statuses of a release. Only a HOTFIX skips regression. */
export function legalStatuses(release: { status: ReleaseStatus; releaseType: ReleaseType }): readonly ReleaseStatus[] {
  const legal = TRANSITIONS[release.status];
  return release.status === 'STARTED' && release.releaseType !== 'HOTFIX'
    ? legal.filter((status) => status !== 'BUILD_SUBMITTED')
    : legal;
}

/** Throws `release.illegal_transition`, with the legal statuses, unless the release may go to `to`. */
export function assertMayGoTo(
  release: { status: ReleaseStatus; releaseType: ReleaseType; releaseKey?: string },
  to: ReleaseStatus,
): void {
  const legal = legalStatuses(release);
  if (legal.includes(to)) return;
  const instead = legal.length > 0 ? `it may go to ${legal.join(' or ')}` : 'it stays so';
  throw releaseErrors.illegal_transition({
    detail: `A release in ${release.status} cannot go to ${to}; ${instead}.`,
    legal: routesToStatuses(legal, release),
  });
}
