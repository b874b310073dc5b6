// The watch over targetReleaseDate: the decisions of the release-deadline workflow. Pure.
import { ownValue } from '../../_base/own-value.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { dayInWords, momentInWords } from '../../_base/time/moment.ts';
import { isDay } from '../../_base/time/wall-time.ts';
import { isOngoing } from '../lifecycle/status.model.ts';
import { viewWait } from '../lifecycle/waits-for.view.ts';
import type { ReleaseItem } from '../release.entity.ts';
import type { WholeRelease } from '../release.view.ts';

/** An execution of Step Functions ends after a year: after this time the next execution takes over. */
const LONGEST_WATCH = 300 * 86_400_000;

export interface Watch {
  /** The date that this execution watches. */
  readonly targetReleaseDate: string;
  /** The start of the execution; ISO 8601. */
  readonly startedAt: string;
}

export type DeadlineStep =
  /** Look again then. */
  | { readonly step: 'WAIT'; readonly until: string }
  /** The date has passed before the release. */
  | { readonly step: 'DELAY' }
  /** Another execution has to take over. */
  | { readonly step: 'RENEW' }
  /** The watch ends: the release ended, has another date, or is marked already. */
  | { readonly step: 'SETTLED' };

type Watched = Pick<ReleaseItem, 'status' | 'isDelayed' | 'targetReleaseDate' | 'targetLocal'>;

/** The first moment, in epoch milliseconds, at which a release is late. A day is stored as its last millisecond. */
export const lateFrom = ({ targetReleaseDate, targetLocal }: Partial<Watched>): number =>
  Date.parse(targetReleaseDate ?? '') + (isDay(targetLocal) ? 1 : 0);

/** The next step of the watch. `now` is epoch milliseconds. */
export function deadlineStep(release: Watched, watch: Watch, now: number): DeadlineStep {
  const isCurrent = release.targetReleaseDate === watch.targetReleaseDate;
  if (!isCurrent || release.isDelayed || !isOngoing(release.status)) return { step: 'SETTLED' };
  const due = lateFrom(release);
  if (due <= now) return { step: 'DELAY' };
  const limit = Date.parse(watch.startedAt) + LONGEST_WATCH;
  if (due > limit && limit <= now) return { step: 'RENEW' };
  return { step: 'WAIT', until: isoOf(Math.min(due, limit)) };
}

interface Lateness {
  /** The IANA name of the zone of dates in messages. */
  readonly timeZone: string;
  readonly pilotName?: string | undefined;
}

/** `Due 29 Nov, 17:48; in regression, cycle 1, waits for the sign-off of Dev`, of a release without a person's reason. */
export function delayedReasonOf(
  { release, targets, pipelines }: WholeRelease,
  { timeZone, pilotName }: Lateness,
  nameOf: (integrationId: string) => string,
): string {
  if (release.delayedReason !== undefined) return release.delayedReason;
  const { targetReleaseDate = '', targetLocal, targetTimeZone, status, regressionCycle } = release;
  const due =
    targetLocal !== undefined && isDay(targetLocal)
      ? dayInWords(targetLocal)
      : momentInWords(targetReleaseDate, targetTimeZone ?? timeZone);
  const cycle = status === 'REGRESSION_IN_PROGRESS' ? `, cycle ${regressionCycle}` : '';
  const wait = viewWait({ ...release, targets, pipelines }, nameOf);
  const isSignOff = wait?.what === 'SIGN_OFF' && release.signOffRejection?.cycle !== regressionCycle;
  const waits = isSignOff ? `waits for the sign-off of ${pilotName ?? 'a LEAD'}` : wait?.text.replace(/\.$/, '');
  const said = waits && `${waits.charAt(0).toLowerCase()}${waits.slice(1)}`;
  return [`Due ${due}; ${ownValue(STANDS, status) ?? status}${cycle}`, said].filter(Boolean).join(', ');
}

const STANDS: Readonly<Record<string, string>> = {
  KICKOFF_PENDING: 'not kicked off',
  PENDING: 'in preparation',
  STARTED: 'in build',
  REGRESSION_IN_PROGRESS: 'in regression',
  BUILD_SUBMITTED: 'with the stores',
};
