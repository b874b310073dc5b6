// When the workflow looks at the state it waits for, as messages may be lost: soon at first, then at growing distances; at stores,
// counted from their last news. Pure.
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { isDue } from '../../../entities/releases/targets/submission-held.model.ts';

/** Longest wait for people, builds and stores; then the release pauses, so that people see it. */
export const PATIENCE_SECONDS = 30 * 86_400;
/** A build takes some minutes. */
const FIRST_SECONDS = 600;
/** Some 45 looks in 30 days, which is about 600 events in the history of an execution. */
const LONGEST_SECONDS = 86_400;

/** Seconds until the next look: half of the time waited so far, and never past the longest wait. */
export function lookSeconds(waitedMs: number): number {
  const waited = waitedMs / 1000;
  const distance = Math.min(Math.max(waited / 2, FIRST_SECONDS), LONGEST_SECONDS);
  return Math.max(1, Math.ceil(Math.min(distance, PATIENCE_SECONDS - waited)));
}

export const isPatienceOver = (waitedMs: number): boolean => waitedMs >= PATIENCE_SECONDS * 1000;

/** Milliseconds since the last change or message; a look itself is no news. */
function msOfSilence({ release, targets }: WholeRelease, now: number): number {
  const news = targets.flatMap((one) => [
    ...[one.submittedAt, one.approvedAt, one.releasedAt, one.withdrawnAt, one.replacedAt, one.submitRequestedAt],
    ...[one.storeWanted?.requestedAt, one.rolloutWanted?.requestedAt, one.inTheWay?.since],
  ]);
  const last = [release.updatedAt, ...news].map((at) => (at === undefined ? 0 : Date.parse(at)));
  return Math.max(0, now - Math.max(...last));
}

/** True if a target is to be submitted now. */
export const hasDue = ({ release, targets }: WholeRelease, now: number): boolean =>
  targets.some((target) => isDue(release, target, now));

/** Seconds until `submitAt`. */
function secondsToSubmission(whole: WholeRelease, now: number): number {
  if (hasDue(whole, now)) return 1;
  const { release } = whole;
  const seconds = release.submitAt === undefined ? 0 : Math.ceil((Date.parse(release.submitAt) - now) / 1000);
  return seconds > 0 ? seconds : Number.POSITIVE_INFINITY;
}

/** Seconds until the next look at the stores, or until targets are to be submitted. */
export const secondsToLook = (whole: WholeRelease, now: number): number =>
  Math.min(lookSeconds(msOfSilence(whole, now)), secondsToSubmission(whole, now));

export const isLongSilent = (whole: WholeRelease, now: number): boolean => isPatienceOver(msOfSilence(whole, now));
