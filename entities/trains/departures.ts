// When a train departs. The rule is computed on the clocks of its zone, as wall time, and each departure is the instant that
// the wall time means: a train at 02:30 on the day that has none departs when the gap ends, rather than not at all.
// Used by what plans a departure and by the checks of the API; what needs no computing is in recurrence.model.ts.
import { RRuleTemporal } from 'rrule-temporal';
import { instantOf, wallTimeOf } from '../_base/wall-time.ts';

export interface Schedule {
  /** See recurrence.model.ts. */
  readonly rrule: string;
  readonly timeZone: string;
  /** Wall time of the first possible departure, which also says the time of day. */
  readonly dtstart: string;
}

/** Longest change of a clock (Samoa, 2011): that much before an instant, no wall time of a later one was shown. */
const LONGEST_CHANGE = 25 * 3_600_000;

const compact = (wallTime: string): string => wallTime.replaceAll(/[-:]/g, '');

/** RFC 5545 gives UNTIL in UTC where the start has a zone; here it is compared with wall time. */
const inWallTime = (rrule: string, timeZone: string): string =>
  rrule.replace(/UNTIL=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/, (_, year, month, day, hour, minute, second) => {
    const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
    return `UNTIL=${compact(wallTimeOf(instant, timeZone))}Z`;
  });

/** The first departure after `after`, both in epoch milliseconds; undefined when there is none, or never was one. */
export function nextDeparture({ rrule, timeZone, dtstart }: Schedule, after: number): number | undefined {
  const rule = `DTSTART:${compact(dtstart)}Z\nRRULE:${inWallTime(rrule, timeZone)}`;
  try {
    const departures = new RRuleTemporal({ rruleString: rule });
    let from = new Date(Date.parse(`${wallTimeOf(after, timeZone)}Z`) - LONGEST_CHANGE);
    for (;;) {
      const next = departures.next(from);
      if (next === null) return undefined;
      from = new Date(next.epochMilliseconds);
      const instant = instantOf(from.toISOString().slice(0, 19), timeZone);
      if (instant > after) return instant;
    }
  } catch {
    // A rule that is well formed and yet has no date, such as the 30th of February, ends the library's search with an error.
    return undefined;
  }
}
