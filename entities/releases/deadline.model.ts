// targetReleaseDate as the release-deadline workflow sees it. Pure.
import { isDay } from '../_base/wall-time.ts';
import type { ReleaseItem } from './release.entity.ts';
import { targetInWords } from './release-dates.model.ts';

/** Step Functions ends an execution after a year (quotas): one that has waited this long hands over to the next. */
const LONGEST_WATCH = 300 * 86_400_000;

export interface Watch {
  /** The date that this execution was started for. */
  readonly targetReleaseDate: string;
  /** When the execution began; ISO 8601. */
  readonly startedAt: string;
}

export type DeadlineStep =
  /** Look again then. */
  | { readonly step: 'WAIT'; readonly until: string }
  /** The date has passed and the release is not out. */
  | { readonly step: 'DELAY' }
  /** Another execution has to go on watching. */
  | { readonly step: 'RENEW' }
  /** Nothing to watch: the release ended, has another date, or was marked already. */
  | { readonly step: 'SETTLED' };

const ENDED: readonly string[] = ['RELEASED', 'CANCELLED', 'ARCHIVED'];

type Watched = Pick<ReleaseItem, 'status' | 'isDelayed' | 'targetReleaseDate' | 'targetLocal'>;

/** The first moment, in epoch milliseconds, at which a release is late. A day is kept by its last millisecond, and lasts until it ends. */
export const lateFrom = ({ targetReleaseDate, targetLocal }: Partial<Watched>): number =>
  Date.parse(targetReleaseDate ?? '') + (isDay(targetLocal) ? 1 : 0);

/** What the watch does next. `now` is epoch milliseconds. */
export function deadlineStep(release: Watched, watch: Watch, now: number): DeadlineStep {
  const isCurrent = release.targetReleaseDate === watch.targetReleaseDate;
  if (!isCurrent || release.isDelayed || ENDED.includes(release.status)) return { step: 'SETTLED' };
  const due = lateFrom(release);
  if (due <= now) return { step: 'DELAY' };
  const limit = Date.parse(watch.startedAt) + LONGEST_WATCH;
  if (due > limit && limit <= now) return { step: 'RENEW' };
  return { step: 'WAIT', until: new Date(Math.min(due, limit)).toISOString() };
}

/** What is said of a release that nobody gave a reason for. */
export const delayedReasonOf = (release: ReleaseItem): string =>
  release.delayedReason ?? `It was to be released by ${targetInWords(release)} and is ${release.status}.`;
