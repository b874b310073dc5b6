// The occurrences of a recurrence rule, computed in the wall time of its zone; each one is the instant of that wall time. An occurrence
// at 02:30 on a day without 02:30 comes when the gap ends. rule.ts checks rules without computing.
import { RRuleTemporal } from 'rrule-temporal';
import { isoOf } from '../iso.ts';
import { instantOf, wallTimeOf } from '../wall-time.ts';
import { partsOf } from './rule.ts';

export interface Recurrence {
  /** See rule.ts. */
  readonly rrule: string;
  readonly timeZone: string;
  /** Wall time of the first possible occurrence; also the time of day of all. */
  readonly dtstart: string;
}

/** Longest change of a clock (Samoa, 2011): that much before an instant, no wall time of a later one was shown. */
const LONGEST_CHANGE = 25 * 3_600_000;
const DAY = 24 * 3_600_000;
/** Periods of a rule that are searched beyond the present: eleven years of days, or four centuries, after which the calendar repeats. */
const PERIODS_AHEAD = 4_000;
const YEARS_AHEAD = 400;

const compact = (time: string): string => time.replaceAll(/[-:]/g, '');
const compactInstant = (instant: number): string => `${compact(isoOf(instant).slice(0, 19))}Z`;

/** UNTIL as the library compares it: in wall time, a day until its end. RFC 5545 gives it in UTC where the start has a zone. */
const inWallTime = (rrule: string, timeZone: string): string =>
  rrule.replace(
    /UNTIL=(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?(?=;|$)/,
    (_, year, month, day, hour = '23', minute = '59', second = '59', utc = '') => {
      const wallTime = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
      return `UNTIL=${compact(utc === 'Z' ? wallTimeOf(Date.parse(`${wallTime}Z`), timeZone) : wallTime)}Z`;
    },
  );

/** The library's error for a rule without dates, such as the 30th of February. */
const isNoDate = (error: unknown): boolean => error instanceof Error && /^Maximum iterations/.test(error.message);

/** The result of `look`; undefined for a rule without dates. */
function found<Found>(look: () => Found): Found | undefined {
  try {
    return look();
  } catch (error) {
    if (isNoDate(error)) return undefined;
    throw error;
  }
}

/** The days of the first look; each further one is four times as long, to eleven years. */
const FIRST_DAYS = 10;
const LOOKS = 5;

/** The wall times of a rule from `from` on, as if they were UTC, in epoch milliseconds. The library searches a span in one go. */
function* wallTimes(rule: RRuleTemporal, from: number): Generator<number> {
  let begin = from;
  for (let look = 0, days = FIRST_DAYS; look < LOOKS; look++, days *= 4) {
    const end = begin + days * DAY;
    const inSpan = found(() => rule.between(new Date(begin - 1), new Date(end))) ?? [];
    yield* inSpan.map(({ epochMilliseconds }) => epochMilliseconds);
    begin = end;
  }
  for (let last = begin - 1; ; ) {
    const next = found(() => rule.next(new Date(last)));
    if (!next) return;
    yield next.epochMilliseconds;
    last = next.epochMilliseconds;
  }
}

/** True if the rule excludes an occurrence, by its day, wall time or instant. */
function isLeftOut(wallTime: string, instant: number, leftOut: readonly string[]): boolean {
  return [compact(wallTime.slice(0, 10)), compact(wallTime), compactInstant(instant)].some((name) =>
    leftOut.includes(name),
  );
}

/**
 * The occurrences after `after`, in their order, all in epoch milliseconds. Throws the library's error for a rule that cannot be
 * computed, which is not the same as one without occurrences.
 */
export function* occurrences({ rrule: stored, timeZone, dtstart }: Recurrence, after: number): Generator<number> {
  const { rrule, leftOut } = partsOf(stored);
  const rruleString = `DTSTART:${compact(dtstart)}Z\nRRULE:${inWallTime(rrule, timeZone)}`;
  const start = Date.parse(`${dtstart}Z`);
  const periodsPast = Math.max(0, Math.ceil((after - start) / DAY));
  const periodsAhead = rrule.includes('FREQ=YEARLY') ? YEARS_AHEAD : PERIODS_AHEAD;
  const rule = new RRuleTemporal({ rruleString, maxIterations: periodsPast + periodsAhead });
  const from = Math.max(start, Date.parse(`${wallTimeOf(after, timeZone)}Z`) - LONGEST_CHANGE);
  for (const time of wallTimes(rule, from)) {
    const wallTime = isoOf(time).slice(0, 19);
    const instant = instantOf(wallTime, timeZone);
    if (instant > after && !isLeftOut(wallTime, instant, leftOut)) yield instant;
  }
}
