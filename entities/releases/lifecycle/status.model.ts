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

/** The choices of a person about a branch or tag of the release's name that the release did not make. */
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
  /** Taken back, by us or in the store. */
  'WITHDRAWN',
  /** Another version took its place before everybody had it. */
  'REPLACED',
  /** A deployment that did not work; the same build can be deployed again. */
  'FAILED',
] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

/** The requests of people to a store beside a rollout. */
export const STORE_ACTIONS = ['WITHDRAW', 'RELEASE', 'REFRESH'] as const;
export type StoreAction = (typeof STORE_ACTIONS)[number];

/** How far a version came whose release did not bring it to everybody. */
export const OUTCOMES = ['RELEASED_IN_PART', 'HALTED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** The remedy for a rejection: another build, or other words and pictures for the same one. */
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

/** Where a release may go from its status. Only a HOTFIX skips regression. */
export function legalStatuses(release: { status: ReleaseStatus; releaseType: ReleaseType }): readonly ReleaseStatus[] {
  const legal = TRANSITIONS[release.status];
  return release.status === 'STARTED' && release.releaseType !== 'HOTFIX'
    ? legal.filter((status) => status !== 'BUILD_SUBMITTED')
    : legal;
}

/** Throws `release.illegal_transition`, naming what would be legal, unless the release may go to `to`. */
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
  /** The last cycle whose commits have been read from the SCM. */
  readonly listedCycle?: number | undefined;
  /** The newest commit that the last cycle has. */
  readonly listedSha?: string | undefined;
  readonly pendingCommits?: readonly string[] | undefined;
  /** Of a hotfix: there is something to build. */
  readonly hasCommits?: boolean | undefined;
  /** A hotfix of the same service that goes to the stores first. */
  readonly blockedByReleaseId?: string | undefined;
  readonly tag?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Why a cancelled release that some users have could not be tagged. */
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
  /** Of a version that was taken back for a hotfix: it is submitted again. */
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

/** Another build is wanted: a rejection of words and pictures alone is mended in the store. */
export const needsBuild = ({ targetStatus, rejectionNeeds }: TargetProgress): boolean =>
  targetStatus === 'REJECTED' && rejectionNeeds !== 'METADATA';

const isRejected = ({ targets }: Progress): boolean => targets.some(needsBuild);

/** The store is to be handed this target now, without a person's word or with it. */
export function isToSubmit(
  release: SubmissionHolds,
  { targetStatus, withdrawnFor, inTheWay, submitRequestedAt }: TargetProgress,
): boolean {
  const isWithUs =
    targetStatus === 'PENDING' || targetStatus === 'BUILDING' || (targetStatus === 'WITHDRAWN' && !!withdrawnFor);
  const isFree = inTheWay === undefined || inTheWay.agreedAt !== undefined || inTheWay.isRetried === true;
  return isWithUs && isFree && (!isSubmissionHeld(release) || submitRequestedAt !== undefined);
}

/** Every target has come to its end, and at least one is out: REPLACED ends where it is, and is not out. */
const isReleasable = ({ targets }: Progress): boolean =>
  areAll(targets, ({ targetStatus }) => targetStatus === 'RELEASED' || targetStatus === 'REPLACED') &&
  targets.some(({ targetStatus }) => targetStatus === 'RELEASED');

/** A hotfix has nothing to build while its branch has nothing that its base has not. */
export const isAwaitingCommits = (release: Progress): boolean =>
  release.status === 'STARTED' &&
  release.releaseType === 'HOTFIX' &&
  release.hasCommits !== true &&
  (release.pendingCommits ?? []).length === 0 &&
  areAll(release.pipelines, ({ buildStatus, triggered }) => buildStatus === 'PENDING' && triggered !== true);

/** Nobody signs a hotfix off: commits pushed after its builds are built before it is submitted. */
const stepOfBuilt = ({ releaseType, pendingCommits = [], pipelines }: Progress): StepName => {
  if (releaseType !== 'HOTFIX') return 'START_REGRESSION';
  return pendingCommits.length > 0 && pipelines.length > 0 ? 'REQUEST_BUILDS' : 'SUBMIT';
};

/** The builds turned out to have another commit than the cycle was listed with. */
function isListedOtherwise(release: Progress): boolean {
  const built = lastBuild(release)?.commitSha;
  return built !== undefined && built !== release.listedSha;
}

function stepOfBuilding(release: Progress): StepName {
  // Of a second store, while the release is in regression for the first one's rejection.
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

/** Stores are waited for until they have taken back what they can; a version that users have is tagged. */
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
  /** A service stated when it may be asked again; these steps call one. */
  SERVICE: ['CUT_BRANCH', 'CREATE_EPICS', 'TRIGGER_BUILDS', 'LIST_COMMITS', 'SUBMIT', 'SUBMIT_TARGETS', 'PUBLISH'],
} as const satisfies Record<string, readonly StepName[]>;
export type WaitName = keyof typeof WAITS;

/** True when the workflow need not wait any longer. A paused release keeps waiting for what it waited for. */
export function isWaitOver(wait: WaitName, release: Progress): boolean {
  const step = nextStep(release);
  if (step === 'AWAIT_RESUME') return false;
  return !(WAITS[wait] as readonly StepName[]).includes(step);
}
