// The lifecycle of a release: statuses, the table of transitions, and the next step of the workflow. Pure.
// Source: DOMAIN, "The lifecycle"; statuses of the release-integrations model.

import { lastBuild } from '../builds/shipped.model.ts';
import { releaseErrors } from '../errors.ts';
import { isSubmissionHeld, type SubmissionHolds } from '../targets/submission-held.model.ts';
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

export const RELEASE_TYPES = ['PLANNED', 'HOTFIX', 'MAJOR'] as const;
export type ReleaseType = (typeof RELEASE_TYPES)[number];

export const PAUSE_REASONS = ['USER_REQUESTED', 'TASK_FAILURE', 'FREEZE'] as const;

/** A person's choices about an existing branch or tag of that name which the release did not make. */
export const EXISTING_CHOICES = ['TAKE', 'MOVE'] as const;

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

export interface Progress extends SubmissionHolds {
  readonly status: ReleaseStatus;
  readonly releaseType: ReleaseType;
  readonly isPaused: boolean;
  readonly branchSha?: string | undefined;
  readonly ticketIntegrationId?: string | undefined;
  readonly epicsCreatedAt?: string | undefined;
  readonly signedOffCycle?: number | undefined;
  readonly regressionCycle: number;
  /** The last cycle with commits read from the SCM. */
  readonly listedCycle?: number | undefined;
  /** The newest commit of the last cycle. */
  readonly listedSha?: string | undefined;
  readonly pendingCommits?: readonly string[] | undefined;
  /** True for a hotfix with commits to build. */
  readonly hasCommits?: boolean | undefined;
  /** A hotfix of the same service that goes to the stores first. */
  readonly blockedByReleaseId?: string | undefined;
  readonly tag?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** The reason why a cancelled release that users have was not tagged. */
  readonly publishError?: string | undefined;
  readonly pipelines: readonly {
    readonly pipelineIntegrationId: string;
    readonly targetIntegrationId?: string | undefined;
    readonly buildStatus: BuildStatus;
    readonly triggered?: boolean | undefined;
    readonly triggeredAt?: string | undefined;
    readonly commitSha?: string | undefined;
  }[];
  readonly targets: readonly TargetProgress[];
}

export interface TargetProgress {
  readonly targetStatus: TargetStatus;
  readonly targetIntegrationId: string;
  readonly rejectionNeeds?: (typeof REJECTION_NEEDS)[number] | undefined;
  readonly submitRequestedAt?: string | undefined;
  /** The hotfix for which the version was withdrawn: the target is submitted again after it. */
  readonly withdrawnFor?: object | undefined;
  readonly inTheWay?: { readonly agreedAt?: string | undefined; readonly isRetried?: boolean | undefined } | undefined;
  readonly storeWanted?: object | undefined;
  readonly rolloutWanted?: object | undefined;
}

/** The steps of `statemachines/release-lifecycle`, which routes by them. */
export type StepName =
  | 'AWAIT_KICKOFF'
  | 'CUT_BRANCH'
  | 'CREATE_EPICS'
  | 'START'
  | 'AWAIT_COMMITS'
  | 'REQUEST_BUILDS'
  | 'TRIGGER_BUILDS'
  | 'AWAIT_BUILDS'
  | 'START_REGRESSION'
  | 'LIST_COMMITS'
  | 'REQUEST_SIGN_OFF'
  | 'AWAIT_HOTFIX'
  | 'SUBMIT'
  | 'SUBMIT_TARGETS'
  | 'AWAIT_STORES'
  | 'PUBLISH'
  | 'COMPLETE'
  | 'AWAIT_RESUME'
  | 'CLEAN_UP'
  | 'FINISH';

const areAll = <T>(items: readonly T[], test: (item: T) => boolean): boolean => items.every(test);

/** True if the target needs another build. A rejection of texts and pictures alone is fixed in the store. */
export const needsBuild = ({ targetStatus, rejectionNeeds }: TargetProgress): boolean =>
  targetStatus === 'REJECTED' && rejectionNeeds !== 'METADATA';

const isRejected = ({ targets }: Progress): boolean => targets.some(needsBuild);

/** True if the workflow submits this target now, automatically or because a person submitted it. */
export function isToSubmit(
  release: SubmissionHolds,
  { targetStatus, withdrawnFor, inTheWay, submitRequestedAt }: TargetProgress,
): boolean {
  const isWithUs =
    targetStatus === 'PENDING' || targetStatus === 'BUILDING' || (targetStatus === 'WITHDRAWN' && !!withdrawnFor);
  const isFree = inTheWay === undefined || inTheWay.agreedAt !== undefined || inTheWay.isRetried === true;
  return isWithUs && isFree && (!isSubmissionHeld(release) || submitRequestedAt !== undefined);
}

/** True if every target is RELEASED or REPLACED, and at least one is RELEASED. */
const isReleasable = ({ targets }: Progress): boolean =>
  areAll(targets, ({ targetStatus }) => targetStatus === 'RELEASED' || targetStatus === 'REPLACED') &&
  targets.some(({ targetStatus }) => targetStatus === 'RELEASED');

/** True for a hotfix whose branch has no commits beyond its base. */
export const isAwaitingCommits = (release: Progress): boolean =>
  release.status === 'STARTED' &&
  release.releaseType === 'HOTFIX' &&
  release.hasCommits !== true &&
  (release.pendingCommits ?? []).length === 0 &&
  areAll(release.pipelines, ({ buildStatus, triggered }) => buildStatus === 'PENDING' && triggered !== true);

/** A hotfix has no sign-off: commits that were pushed after its builds are built before the submission. */
const stepOfBuilt = ({ releaseType, pendingCommits = [], pipelines }: Progress): StepName => {
  if (releaseType !== 'HOTFIX') return 'START_REGRESSION';
  return pendingCommits.length > 0 && pipelines.length > 0 ? 'REQUEST_BUILDS' : 'SUBMIT';
};

/** True if the builds have another commit than the listed head of the cycle. */
function isListedOtherwise(release: Progress): boolean {
  const built = lastBuild(release)?.commitSha;
  return built !== undefined && built !== release.listedSha;
}

function stepOfBuilding(release: Progress): StepName {
  // A second store may reject while the release is in regression for the first one's rejection.
  if (isRejected(release)) return 'START_REGRESSION';
  const isListed = release.status === 'STARTED' || release.listedCycle === release.regressionCycle;
  if (!isListed) return 'LIST_COMMITS';
  if (isAwaitingCommits(release)) return 'AWAIT_COMMITS';
  if (release.pipelines.some((pipeline) => pipeline.buildStatus === 'PENDING')) return 'TRIGGER_BUILDS';
  if (!areAll(release.pipelines, (pipeline) => pipeline.buildStatus === 'SUCCESS')) return 'AWAIT_BUILDS';
  if (release.status === 'STARTED') return stepOfBuilt(release);
  if (isListedOtherwise(release)) return 'LIST_COMMITS';
  return release.signedOffCycle === release.regressionCycle ? 'SUBMIT' : 'REQUEST_SIGN_OFF';
}

function stepOfSubmitted(release: Progress): StepName {
  if (isRejected(release)) return 'START_REGRESSION';
  if (release.targets.some((target) => isToSubmit(release, target))) return 'SUBMIT_TARGETS';
  if (!isReleasable(release)) return 'AWAIT_STORES';
  return release.tag === undefined ? 'PUBLISH' : 'COMPLETE';
}

/** A cancelled release waits until its stores have withdrawn their versions; a version that users have is tagged. */
function stepOfCancelled({ targets, outcome, tag, publishError }: Progress): StepName {
  const isAsked = targets.some(({ storeWanted, rolloutWanted }) => storeWanted ?? rolloutWanted);
  if (isAsked) return 'AWAIT_STORES';
  return outcome !== undefined && tag === undefined && publishError === undefined ? 'PUBLISH' : 'CLEAN_UP';
}

function stepOfStatus(release: Progress): StepName {
  switch (release.status) {
    case 'CANCELLED':
      return stepOfCancelled(release);
    case 'RELEASED':
    case 'ARCHIVED':
      return 'FINISH';
    default:
      if (release.isPaused) return 'AWAIT_RESUME';
  }
  switch (release.status) {
    case 'KICKOFF_PENDING':
      return 'AWAIT_KICKOFF';
    case 'PENDING':
      if (release.branchSha === undefined) return 'CUT_BRANCH';
      return release.ticketIntegrationId !== undefined && release.epicsCreatedAt === undefined
        ? 'CREATE_EPICS'
        : 'START';
    case 'STARTED':
    case 'REGRESSION_IN_PROGRESS':
      return stepOfBuilding(release);
    default:
      return stepOfSubmitted(release);
  }
}

/** The workflow's next step: a function of the stored state alone, so that any execution can continue a lost one. */
export function nextStep(release: Progress): StepName {
  const step = stepOfStatus(release);
  const isForStores = step === 'SUBMIT' || step === 'SUBMIT_TARGETS';
  return isForStores && release.blockedByReleaseId !== undefined ? 'AWAIT_HOTFIX' : step;
}

/** Waits of the workflow, each with the steps during which it lasts. Any other step ends it. */
export const WAITS = {
  KICKOFF: ['AWAIT_KICKOFF'],
  COMMITS: ['AWAIT_COMMITS'],
  BUILDS: ['AWAIT_BUILDS'],
  SIGN_OFF: ['REQUEST_SIGN_OFF'],
  HOTFIX: ['AWAIT_HOTFIX'],
  STORES: ['AWAIT_STORES'],
  RESUME: ['AWAIT_RESUME'],
  /** A service stated a time to wait; these steps call one. */
  SERVICE: ['CUT_BRANCH', 'CREATE_EPICS', 'TRIGGER_BUILDS', 'LIST_COMMITS', 'SUBMIT', 'SUBMIT_TARGETS', 'PUBLISH'],
} as const satisfies Record<string, readonly StepName[]>;
export type WaitName = keyof typeof WAITS;

/** True if the awaited state has come. A paused release goes on waiting. */
export function isWaitOver(wait: WaitName, release: Progress): boolean {
  const step = nextStep(release);
  if (step === 'AWAIT_RESUME') return false;
  return !(WAITS[wait] as readonly StepName[]).includes(step);
}
