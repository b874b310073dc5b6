// The next step of the workflow of a release, and the waits that end with it: a function of the stored state alone. Pure.
// Source: DOMAIN, "The lifecycle".
import type { Loose } from '../../_base/table/table.ts';
import { lastBuild } from '../builds/shipped.model.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';
import { isSubmissionHeld, type SubmissionHolds } from '../targets/submission-held.model.ts';

/** An item with the named attributes, and any of its others. */
type Some<Item, Names extends keyof Item> = Pick<Item, Names> & Partial<Loose<Item>>;
export type TargetProgress = Some<ReleaseTargetItem, 'targetIntegrationId' | 'targetStatus'>;
export type BuildProgress = Some<ReleasePipelineItem, 'pipelineIntegrationId' | 'buildStatus'>;
/** A release with its parts, as far as the workflow and its waits depend on them. */
export type Progress = Some<ReleaseItem, 'status' | 'releaseType' | 'isPaused' | 'regressionCycle'> & {
  readonly targets: readonly TargetProgress[];
  readonly pipelines: readonly BuildProgress[];
};

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

/** True if the target needs another build. A rejection of texts and pictures alone is fixed in the store. */
export const needsBuild = ({ targetStatus, rejectionNeeds }: TargetProgress): boolean =>
  targetStatus === 'REJECTED' && rejectionNeeds !== 'METADATA';

const isRejected = ({ targets }: Progress): boolean => targets.some(needsBuild);

export const hasEndedBadly = ({ buildStatus }: BuildProgress): boolean =>
  buildStatus === 'FAILED' || buildStatus === 'CANCELLED';

/** True while the store does not have the version and is to get it. */
export const isUnsubmitted = ({ targetStatus, withdrawnFor }: TargetProgress): boolean =>
  targetStatus === 'PENDING' || targetStatus === 'BUILDING' || (targetStatus === 'WITHDRAWN' && !!withdrawnFor);

/** True if the workflow submits this target now, automatically or because a person submitted it. */
export function isToSubmit(release: SubmissionHolds, target: TargetProgress): boolean {
  const { inTheWay, submitRequestedAt } = target;
  const isFree = inTheWay === undefined || inTheWay.agreedAt !== undefined || inTheWay.isRetried === true;
  return isUnsubmitted(target) && isFree && (!isSubmissionHeld(release) || submitRequestedAt !== undefined);
}

/** True if every target is RELEASED or REPLACED, and at least one is RELEASED. */
const isReleasable = ({ targets }: Progress): boolean =>
  targets.every(({ targetStatus }) => targetStatus === 'RELEASED' || targetStatus === 'REPLACED') &&
  targets.some(({ targetStatus }) => targetStatus === 'RELEASED');

/** True for a hotfix whose branch has no commits beyond its base. */
export const isAwaitingCommits = (release: Progress): boolean =>
  release.status === 'STARTED' &&
  release.releaseType === 'HOTFIX' &&
  release.hasCommits !== true &&
  (release.pendingCommits ?? []).length === 0 &&
  release.pipelines.every(({ buildStatus, triggered }) => buildStatus === 'PENDING' && triggered !== true);

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
  if (!release.pipelines.every((pipeline) => pipeline.buildStatus === 'SUCCESS')) return 'AWAIT_BUILDS';
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
