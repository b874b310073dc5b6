// The actions of people and the workflow on a release: one function per action, which answers the changes or throws if the status does
// not allow it. Pure. Operations, tasks and consumers save the changes.
import type { Changes } from '../../_base/table/table.ts';
import { releaseErrors } from '../errors.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { ReleaseTargetItem } from '../release-parts.entity.ts';
import { releaseRoute, routesToStatuses } from './legal-routes.ts';
import { assertMayGoTo, isOngoing, legalStatuses, type ReleaseStatus } from './status.model.ts';

export type ReleaseChanges = Changes<ReleaseItem>;

/** The routes that are legal for the release, paused or not. */
function legalActions(release: ReleaseItem): readonly string[] {
  const { isPaused, pauseReason } = release;
  const goingOn = pauseReason === 'TASK_FAILURE' ? ['retry', 'resume'] : ['resume'];
  return [...(isPaused ? goingOn : ['pause']), 'cancel'].map((path) => releaseRoute(release, path));
}

/** Throws `release.paused`, with the reason. */
export function assertNotPaused(release: ReleaseItem): void {
  if (!release.isPaused) return;
  const why = release.pauseError ?? release.pauseReason ?? 'USER_REQUESTED';
  throw releaseErrors.paused({
    detail: `It is paused (${why}); resume or retry it first.`,
    legal: legalActions(release),
  });
}

/** Throws `release.illegal_transition` for a release that has ended. */
function assertOngoing(release: ReleaseItem, what: string): void {
  if (isOngoing(release.status)) return;
  throw releaseErrors.illegal_transition({
    detail: `A release in ${release.status} has nothing left to ${what}.`,
    legal: routesToStatuses(legalStatuses(release), release),
  });
}

/** Throws `release.held_back`, which names the hotfix that goes to the stores first. */
export function assertNotHeldBack({ blockedByReleaseKey }: ReleaseItem): void {
  if (blockedByReleaseKey === undefined) return;
  throw releaseErrors.held_back({
    detail: `${blockedByReleaseKey} goes to the stores first; this release is submitted automatically once that one is released or cancelled.`,
    legal: [],
  });
}

/** Throws `release.illegal_transition` unless the release is in one of `statuses`; `what` begins the refusal. */
export function assertIsIn(release: ReleaseItem, statuses: readonly ReleaseStatus[], what: string): void {
  if (statuses.includes(release.status)) return;
  throw releaseErrors.illegal_transition({
    detail: `${what} in ${statuses.join(' or ')}; the release is in ${release.status}.`,
    legal: routesToStatuses(legalStatuses(release), release),
  });
}

/** `17:28 UTC on 29 Nov`. */
const momentInWords = (at: string): string => {
  const [day, time] = [{ day: 'numeric', month: 'short' } as const, { hour: '2-digit', minute: '2-digit' } as const];
  const [onDay, atTime] = [day, time].map((format) =>
    new Intl.DateTimeFormat('en-GB', { ...format, timeZone: 'UTC' }).format(new Date(at)),
  );
  return `${atTime} UTC on ${onDay}`;
};

/** The time and person of the kickoff, for the refusal of another kickoff or of another planned date. */
export const kickOffInWords = ({ kickedOffAt, kickedOffBy }: ReleaseItem): string =>
  kickedOffAt === undefined
    ? 'It was kicked off already.'
    : `It was kicked off at ${momentInWords(kickedOffAt)} by ${kickedOffBy ?? 'Windlass'}.`;

const STARTED_ALREADY: readonly ReleaseStatus[] = ['PENDING', 'STARTED', 'REGRESSION_IN_PROGRESS', 'BUILD_SUBMITTED'];

export function kickOff(release: ReleaseItem): ReleaseChanges {
  if (STARTED_ALREADY.includes(release.status)) {
    throw releaseErrors.illegal_transition({
      detail: kickOffInWords(release),
      legal: routesToStatuses(legalStatuses(release), release),
    });
  }
  assertMayGoTo(release, 'PENDING');
  assertNotPaused(release);
  return { status: 'PENDING' };
}

/** `pauseError` is the reason in words: a person's, or the failure. */
export function pause(
  release: ReleaseItem,
  pauseReason: NonNullable<ReleaseItem['pauseReason']>,
  pauseError: string | undefined,
): ReleaseChanges {
  assertNotPaused(release);
  assertOngoing(release, 'pause');
  return { isPaused: true, pauseReason, pauseError };
}

const GOING_ON = { isPaused: false, pauseReason: undefined, pauseError: undefined } as const;

export function resume(release: ReleaseItem): ReleaseChanges {
  assertOngoing(release, 'resume');
  if (!release.isPaused) throw releaseErrors.not_paused({ legal: legalActions(release) });
  return GOING_ON;
}

/** As `resume`, for a release that a failed task paused. */
export function retry(release: ReleaseItem): ReleaseChanges {
  assertOngoing(release, 'retry');
  if (release.pauseReason !== 'TASK_FAILURE') {
    const detail = 'Only a release that paused with TASK_FAILURE has a task to retry.';
    throw releaseErrors.not_paused({ detail, legal: legalActions(release) });
  }
  return resume(release);
}

/** `outcome` is defined if users have the version. */
export function cancel(
  release: ReleaseItem,
  cancelReason: string | undefined,
  outcome?: ReleaseItem['outcome'],
): ReleaseChanges {
  assertMayGoTo(release, 'CANCELLED');
  const free = { blockedByReleaseId: undefined, blockedByReleaseKey: undefined };
  return { status: 'CANCELLED', ...GOING_ON, ...free, cancelReason, outcome };
}

export function archive(release: ReleaseItem): ReleaseChanges {
  assertMayGoTo(release, 'ARCHIVED');
  return { status: 'ARCHIVED' };
}

type Wish = 'storeWanted' | 'rolloutWanted';

/** Statuses without work under way. A RELEASED release is archived first, so that one mistake does not delete it. */
const DELETABLE: readonly ReleaseStatus[] = ['KICKOFF_PENDING', 'CANCELLED', 'ARCHIVED'];

/**
 * Throws `release.illegal_transition` for a release that may not be deleted, with its legal statuses, or while a store is asked to
 * withdraw its version: after the deletion nothing would ask it.
 */
export function assertDeletable(release: ReleaseItem, targets: readonly Pick<ReleaseTargetItem, Wish>[]): void {
  assertIsIn(release, DELETABLE, 'Releases are deleted');
  if (!targets.some(({ storeWanted, rolloutWanted }) => storeWanted ?? rolloutWanted)) return;
  throw releaseErrors.illegal_transition({
    detail: 'Its stores have not answered the withdrawal of the version yet; delete the release after they have.',
    legal: legalStatuses(release),
  });
}

export function start(release: ReleaseItem): ReleaseChanges {
  assertMayGoTo(release, 'STARTED');
  return { status: 'STARTED' };
}

/** A release leaves regression only with the sign-off of its last cycle. */
export function submit(release: ReleaseItem): ReleaseChanges {
  assertMayGoTo(release, 'BUILD_SUBMITTED');
  const isSignedOff = release.signedOffCycle === release.regressionCycle;
  if (release.status === 'REGRESSION_IN_PROGRESS' && !isSignedOff) {
    throw releaseErrors.not_signed_off({
      detail: `Nobody has signed cycle ${release.regressionCycle} off.`,
      legal: [],
    });
  }
  return { status: 'BUILD_SUBMITTED' };
}

export function complete(release: ReleaseItem, releaseDate: string): ReleaseChanges {
  assertMayGoTo(release, 'RELEASED');
  return { status: 'RELEASED', releaseDate };
}
