// targetReleaseDate as the release-deadline workflow sees it. Pure.
import type { ReleaseItem } from './release.entity.ts';

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

type Watched = Pick<ReleaseItem, 'status' | 'isDelayed' | 'targetReleaseDate'>;

/** What the watch does next. `now` is epoch milliseconds. */
export function deadlineStep(release: Watched, watch: Watch, now: number): DeadlineStep {
  const isCurrent = release.targetReleaseDate === watch.targetReleaseDate;
  if (!isCurrent || release.isDelayed || ENDED.includes(release.status)) return { step: 'SETTLED' };
  const due = Date.parse(watch.targetReleaseDate);
  if (due <= now) return { step: 'DELAY' };
  const limit = Date.parse(watch.startedAt) + LONGEST_WATCH;
  if (due > limit && limit <= now) return { step: 'RENEW' };
  return { step: 'WAIT', until: new Date(Math.min(due, limit)).toISOString() };
}

/** What is said of a release that nobody gave a reason for. */
export const delayedReasonOf = ({ delayedReason, targetReleaseDate, status }: ReleaseItem): string =>
  delayedReason ?? `It was to be released by ${targetReleaseDate} and is ${status}.`;
