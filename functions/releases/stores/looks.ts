// When stores are asked how a release stands while nothing is heard of it: at the distances of all looks, since the last news.
// Pure.
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { isDue } from '../../../entities/releases/targets/submission-held.model.ts';
import { isPatienceOver, lookSeconds } from '../workflow/look.ts';

/** Since the last that was done or heard: a look itself is no news. */
function msOfSilence({ release, targets }: WholeRelease, now: number): number {
  const news = targets.flatMap((one) => [
    ...[one.submittedAt, one.approvedAt, one.releasedAt, one.withdrawnAt, one.replacedAt, one.submitRequestedAt],
    ...[one.storeWanted?.requestedAt, one.rolloutWanted?.requestedAt, one.inTheWay?.since],
  ]);
  const last = [release.updatedAt, ...news].map((at) => (at === undefined ? 0 : Date.parse(at)));
  return Math.max(0, now - Math.max(...last));
}

/** A target is to be handed over now. */
export const hasDue = ({ release, targets }: WholeRelease, now: number): boolean =>
  targets.some((target) => isDue(release, target, now));

/** Of targets that are handed over at a time. */
function secondsToSubmission(whole: WholeRelease, now: number): number {
  if (hasDue(whole, now)) return 1;
  const { release } = whole;
  const seconds = release.submitAt === undefined ? 0 : Math.ceil((Date.parse(release.submitAt) - now) / 1000);
  return seconds > 0 ? seconds : Number.POSITIVE_INFINITY;
}

/** Until stores are looked at, or targets are to be handed to them. */
export const secondsToLook = (whole: WholeRelease, now: number): number =>
  Math.min(lookSeconds(msOfSilence(whole, now)), secondsToSubmission(whole, now));

export const isLongSilent = (whole: WholeRelease, now: number): boolean => isPatienceOver(msOfSilence(whole, now));
