// The departures of a train. The rule is computed in the wall time of its zone; each departure is the instant of that wall
// time. A train at 02:30 on a day without 02:30 departs when the gap ends. recurrence.model.ts checks rules without
// computing.
import { RRuleTemporal } from 'rrule-temporal';
import { isoOf } from '../_base/time/iso.ts';
import { instantOf, wallTimeOf } from '../_base/time/wall-time.ts';
import { trainErrors } from './errors.ts';
import { partsOf } from './recurrence.model.ts';

export interface Schedule {
  /** See recurrence.model.ts. */
  readonly rrule: string;
  readonly timeZone: string;
  /** Wall time of the first possible departure; also the time of day of all. */
  readonly dtstart: string;
  /** Departures that people skipped, in ISO 8601. */
  readonly skippedDepartures?: readonly string[] | undefined;
}

/** Longest change of a clock (Samoa, 2011): that much before an instant, no wall time of a later one was shown. */
const LONGEST_CHANGE = 25 * 3_600_000;
const DAY = 24 * 3_600_000;
/** Periods of a rule that are searched beyond the present: eleven years of days, so that a search that ends by it had nothing to find. */
const PERIODS_AHEAD = 4_000;

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

function search(departures: RRuleTemporal, from: Date): Date | undefined {
  try {
    const next = departures.next(from);
    return next === null ? undefined : new Date(next.epochMilliseconds);
  } catch (error) {
    if (isNoDate(error)) return undefined;
    throw error;
  }
}

/** True if the rule excludes a departure, by its day, wall time or instant. */
function isLeftOut(wallTime: string, instant: number, leftOut: readonly string[], skipped: readonly string[]): boolean {
  const names = [compact(wallTime.slice(0, 10)), compact(wallTime), compactInstant(instant)];
  return names.some((name) => leftOut.includes(name)) || skipped.includes(isoOf(instant));
}

function firstAfter(schedule: Schedule, after: number): number | undefined {
  const { timeZone, dtstart, skippedDepartures = [] } = schedule;
  const { rrule, leftOut } = partsOf(schedule.rrule);
  const rruleString = `DTSTART:${compact(dtstart)}Z\nRRULE:${inWallTime(rrule, timeZone)}`;
  const periodsPast = Math.max(0, Math.ceil((after - Date.parse(`${dtstart}Z`)) / DAY));
  const departures = new RRuleTemporal({ rruleString, maxIterations: periodsPast + PERIODS_AHEAD });
  let from: Date | undefined = new Date(Date.parse(`${wallTimeOf(after, timeZone)}Z`) - LONGEST_CHANGE);
  for (;;) {
    from = search(departures, from);
    if (from === undefined) return undefined;
    const wallTime = from.toISOString().slice(0, 19);
    const instant = instantOf(wallTime, timeZone);
    if (instant > after && !isLeftOut(wallTime, instant, leftOut, skippedDepartures)) return instant;
  }
}

/**
 * The first departure after `after`, both in epoch milliseconds; undefined when there is none, or never was one. Throws
 * `train.invalid` with the library's words for a rule that cannot be computed, which is not the same as one without departures.
 */
export function nextDeparture(schedule: Schedule, after: number): number | undefined {
  try {
    return firstAfter(schedule, after);
  } catch (error) {
    const message = `cannot be computed: ${error instanceof Error ? error.message : String(error)}`;
    const fields = [{ path: 'rrule', code: 'train.rule_unreadable', message }];
    throw trainErrors.invalid({ detail: `rrule ${message}`, fields });
  }
}

/** Counted or skipping periods, a rule says something else from another first day on. */
const COUNTS_FROM_START = /(?:^|;)(?:COUNT=\d+|INTERVAL=(?!1(?:;|$))\d+)(?=;|$)/;

/**
 * The start from which a rule counts: the first day that it names, since what RFC 5545 leaves undefined is a start that the rule
 * does not name. So every other Tuesday from a Wednesday on begins on the next Tuesday, and COUNT counts departures that come.
 * `start` is wall time, and the first instant that may depart is the one after `after`, in epoch milliseconds.
 */
export function startOfRule({ rrule, timeZone, dtstart }: Schedule, after: number): string {
  if (!COUNTS_FROM_START.test(partsOf(rrule).rrule)) return dtstart;
  const every = rrule.replace(/(?:^|;)(?:COUNT|INTERVAL)=\d+/g, '').replace(/^;/, '');
  const first = nextDeparture({ rrule: partsOf(every).rrule, timeZone, dtstart }, after);
  return first === undefined ? dtstart : wallTimeOf(first, timeZone);
}
