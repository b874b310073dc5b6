// The occurrences of a recurrence rule, computed in the wall time of its zone; each one is the instant of that wall time. An occurrence
// at 02:30 on a day without 02:30 comes when the gap ends. rule.ts checks rules without computing.
import { isoOf } from '../iso.ts';
import { instantOf, wallTimeOf } from '../wall-time.ts';
import { DAY_MS, dayNumberOf, daysOf, timeOf } from './days.ts';
import { partsOf, problemOfRule } from './rule.ts';

export interface Recurrence {
  /** See rule.ts. */
  readonly rrule: string;
  readonly timeZone: string;
  /** Wall time of the first possible occurrence; also the time of day of all. */
  readonly dtstart: string;
}

const compact = (time: string): string => time.replaceAll(/[-:]/g, '');
const compactInstant = (instant: number): string => `${compact(isoOf(instant).slice(0, 19))}Z`;

const UNTIL = /(?:^|;)UNTIL=(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?(?=;|$)/;

/** The last wall time of a rule: a day lasts until its end. RFC 5545 gives it in UTC where the start has a zone. */
function lastOf(rrule: string, timeZone: string): string {
  const [found, year, month, day, hour = '23', minute = '59', second = '59', utc = ''] = UNTIL.exec(rrule) ?? [];
  if (found === undefined) return '~';
  const wallTime = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  return utc === 'Z' ? wallTimeOf(Date.parse(`${wallTime}Z`), timeZone) : wallTime;
}

/** True if the rule excludes an occurrence, by its day, wall time or instant. */
function isLeftOut(wallTime: string, instant: number, leftOut: readonly string[]): boolean {
  return [compact(wallTime.slice(0, 10)), compact(wallTime), compactInstant(instant)].some((name) =>
    leftOut.includes(name),
  );
}

/**
 * The occurrences after `after`, in their order, all in epoch milliseconds. Throws for a rule that is not as rule.ts stores it, which is
 * not the same as one without occurrences.
 */
export function* occurrences({ rrule: stored, timeZone, dtstart }: Recurrence, after: number): Generator<number> {
  const { rrule, leftOut } = partsOf(stored);
  const problem = problemOfRule(rrule);
  if (problem !== undefined) throw new Error(`the rule ${problem}`);
  const last = lastOf(rrule, timeZone);
  const time = timeOf(rrule, dtstart);
  // A zone may skip a whole day, as Samoa did in 2011.
  const from = dayNumberOf(wallTimeOf(after, timeZone)) - 1;
  for (const day of daysOf(rrule, dtstart, from)) {
    const wallTime = `${isoOf(day * DAY_MS).slice(0, 10)}T${time}`;
    if (wallTime > last) return;
    const instant = instantOf(wallTime, timeZone);
    if (instant > after && !isLeftOut(wallTime, instant, leftOut)) yield instant;
  }
}
