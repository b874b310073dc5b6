// The statuses of one target in its store. Pure. Source: DOMAIN, BUILD_SUBMITTED; release_targets of the source model. A release is released
// when each target is RELEASED or REPLACED, and at least one is RELEASED. Halted, withdrawn, rejected and failed targets wait for people,
// as does a release whose targets were all replaced.
import type { Changes } from '../../_base/table/table.ts';
import type { TargetType } from '../../integrations/types/integration-types.ts';
import { feedingBuild } from '../builds/feeding.model.ts';
import { releaseErrors } from '../errors.ts';
import { routesToTargetStatuses } from '../lifecycle/legal-routes.ts';
import { assertIsIn, assertNotHeldBack } from '../lifecycle/lifecycle.model.ts';
import type { Outcome, REJECTION_NEEDS, ReleaseStatus, TargetStatus } from '../lifecycle/status.model.ts';
import { isOngoing } from '../lifecycle/status.model.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleasePipelineItem, ReleaseTargetItem } from '../release-parts.entity.ts';

const TRANSITIONS: Readonly<Record<TargetStatus, readonly TargetStatus[]>> = {
  // A person may submit in the store if Windlass cannot: then any status of the store may be reported.
  PENDING: ['BUILDING', 'SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED', 'FAILED'],
  BUILDING: ['SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED', 'FAILED'],
  // Back to BUILDING for another build, or for the same build again.
  SUBMITTED: ['APPROVED', 'REJECTED', 'RELEASED', 'BUILDING', 'WITHDRAWN', 'REPLACED', 'FAILED'],
  APPROVED: ['RELEASED', 'REJECTED', 'BUILDING', 'WITHDRAWN', 'REPLACED', 'FAILED'],
  // A store may reverse its decision, and people may submit again in the store itself.
  REJECTED: ['BUILDING', 'SUBMITTED', 'APPROVED', 'RELEASED', 'WITHDRAWN'],
  RELEASED: [],
  WITHDRAWN: ['BUILDING', 'SUBMITTED', 'APPROVED', 'REJECTED', 'RELEASED'],
  REPLACED: ['BUILDING'],
  FAILED: ['BUILDING', 'SUBMITTED', 'APPROVED', 'RELEASED'],
};

/** Throws `release.target_illegal_transition`, with the legal statuses. */
export function assertTargetMayGoTo(from: TargetStatus, to: TargetStatus): void {
  const legal = TRANSITIONS[from];
  if (legal.includes(to)) return;
  const instead = legal.length > 0 ? `it may become ${legal.join(' or ')}` : 'it stays so';
  throw releaseErrors.target_illegal_transition({
    detail: `A target that is ${from} cannot become ${to}; ${instead}.`,
    legal: routesToTargetStatuses(legal),
  });
}

/** True while the store works on a version of the target. */
const WITH_STORE: readonly TargetStatus[] = ['SUBMITTED', 'APPROVED'];
export const isWithStore = ({ targetStatus }: Pick<ReleaseTargetItem, 'targetStatus'>): boolean =>
  WITH_STORE.includes(targetStatus);

/** True for a SERVER target that this promotion releases, or would have released. */
export const isWithPromotion = (target: ReleaseTargetItem, promotionId: string): boolean =>
  target.environmentId !== undefined &&
  target.submissionId === promotionId &&
  HEARS_PROMOTION.includes(target.targetStatus);
/** Before the submission it is of an earlier one, and afterwards nothing changes any more. */
const HEARS_PROMOTION: readonly TargetStatus[] = ['SUBMITTED', 'APPROVED', 'REJECTED', 'WITHDRAWN', 'FAILED'];

const BEFORE: readonly TargetStatus[] = ['PENDING', 'BUILDING', 'REJECTED', 'WITHDRAWN', 'FAILED'];

/** True while the store does not have the version, or not the build that it is to get. */
export const isBeforeSubmission = (release: ReleaseItem, { targetStatus }: ReleaseTargetItem): boolean =>
  isOngoing(release.status) && BEFORE.includes(targetStatus);

/** True for a version that all users or a part of them have. */
export const isOut = ({ targetStatus, rolloutState, rolloutPercentage = 0 }: ReleaseTargetItem): boolean =>
  targetStatus === 'RELEASED' || (rolloutState !== undefined && rolloutPercentage > 0);

/** The part of the users that keeps a version which goes no further; undefined if no user has it. */
export function outcomeOf(targets: readonly ReleaseTargetItem[]): Outcome | undefined {
  const out = targets.filter(isOut);
  if (out.length === 0) return undefined;
  const isOver = ({ targetStatus, rolloutState }: ReleaseTargetItem) =>
    targetStatus !== 'RELEASED' && (rolloutState === 'HALTED' || targetStatus === 'WITHDRAWN');
  return out.every(isOver) ? 'HALTED' : 'RELEASED_IN_PART';
}

/** The build that a store gets: the build that it had before, or else the build of the pipeline that feeds it. */
export const buildFor = (target: ReleaseTargetItem, pipelines: readonly ReleasePipelineItem[]): string | undefined =>
  target.buildNumber ?? feedingBuild(target, pipelines);

/** The report of a store or a person about a target; `reason` is the words of a rejection or failure. */
export interface StoreReport {
  readonly status: Exclude<TargetStatus, 'PENDING' | 'BUILDING'>;
  readonly reason?: string | undefined;
  /** The remedy for a rejection. */
  readonly needs?: (typeof REJECTION_NEEDS)[number] | undefined;
  readonly buildNumber?: string | undefined;
}

/** Answers of stores count in these statuses too; the release may have been cancelled meanwhile. */
const HEARD_IN: readonly ReleaseStatus[] = ['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS', 'CANCELLED'];

export const isHeard = ({ status }: Pick<ReleaseItem, 'status'>): boolean => HEARD_IN.includes(status);

/** Throws unless the store can have the version: no report may skip the sign-off. */
function assertCanBeThere(release: ReleaseItem, target: ReleaseTargetItem, to: TargetStatus): void {
  assertIsIn(release, HEARD_IN, 'Stores answer');
  if (isBeforeSubmission(release, target)) assertNotHeldBack(release);
  const wasNeverThere = target.targetStatus === 'PENDING' || target.targetStatus === 'BUILDING';
  if (!wasNeverThere || release.status === 'BUILD_SUBMITTED') return;
  throw releaseErrors.target_illegal_transition({
    detail: `A target that is ${target.targetStatus} while its release is in ${release.status} cannot become ${to}: this build is not signed off for the store.`,
    legal: [],
  });
}

/** Throws: nobody reports about a deployment that Windlass does itself. */
export function assertToldByStore(type: TargetType): void {
  if (type !== 'SERVER') return;
  throw releaseErrors.target_illegal_transition({
    detail: 'An environment is told by its promotion alone: submit the target, or withdraw it.',
    legal: [],
  });
}

/** Throws the refusal of `reportTarget` if no new status of the target may be reported. */
export function assertReportable(release: ReleaseItem, target: ReleaseTargetItem, type: TargetType): void {
  assertToldByStore(type);
  const [status = 'SUBMITTED'] = TRANSITIONS[target.targetStatus].filter((to) => to !== 'BUILDING');
  assertCanBeThere(release, target, status);
  assertTargetMayGoTo(target.targetStatus, status);
}

const CLEARED = { storeError: undefined, inTheWay: undefined, failureReason: undefined, leftToDo: undefined } as const;

/** The users that a release in phases begins with, until the store says how many have it. */
function shareOf({
  rolloutState,
  rolloutPercentage,
  initialPercentage,
}: ReleaseTargetItem): Changes<ReleaseTargetItem> {
  const isBegun = rolloutState === 'ROLLING_OUT' && rolloutPercentage === undefined;
  return isBegun && initialPercentage !== undefined ? { rolloutPercentage: initialPercentage } : {};
}

/** The attributes that change with a status. */
function traitsOf(target: ReleaseTargetItem, { status, reason, needs }: StoreReport, at: string) {
  switch (status) {
    case 'SUBMITTED':
      return { submittedAt: at, withdrawnAt: undefined, withdrawnFor: undefined };
    case 'APPROVED':
      return { approvedAt: at };
    case 'RELEASED':
      return { approvedAt: target.approvedAt ?? at, releasedAt: at, ...shareOf(target) };
    case 'REJECTED':
      return { rejectionReason: reason, rejectionNeeds: needs };
    case 'FAILED':
      return { failureReason: reason };
    case 'WITHDRAWN':
      return { withdrawnAt: at, withdrawnFor: target.storeWanted?.forRelease };
    case 'REPLACED':
      return { replacedAt: at };
  }
}

/**
 * The changes by a store's answer; undefined if it says nothing new. After the rejection of one target has sent the release back to
 * regression, the other stores still answer about their submissions.
 */
export function reportTarget(
  release: ReleaseItem,
  target: ReleaseTargetItem,
  report: StoreReport,
  at: string,
): Changes<ReleaseTargetItem> | undefined {
  const { status, buildNumber = target.buildNumber } = report;
  if (target.targetStatus === status) return undefined;
  assertCanBeThere(release, target, status);
  assertTargetMayGoTo(target.targetStatus, status);
  const submittedAt = status === 'FAILED' ? target.submittedAt : (target.submittedAt ?? at);
  return { ...CLEARED, submittedAt, buildNumber, ...traitsOf(target, report, at), targetStatus: status };
}
