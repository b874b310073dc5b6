// The planned date and the target date of a release: from the given text to the stored instants, and the mistakes in them. Pure.
import type { FieldProblem } from '../../_base/errors.ts';
import { isoOf } from '../../_base/time/iso.ts';
import { endOfDay, instantOf, isDay } from '../../_base/time/wall-time.ts';

/** The instants in ISO 8601; for a given day or wall time also the given text and its zone. */
export interface ReleaseDates {
  readonly plannedDate?: string | undefined;
  readonly plannedLocal?: string | undefined;
  readonly plannedTimeZone?: string | undefined;
  readonly targetReleaseDate?: string | undefined;
  readonly targetLocal?: string | undefined;
  readonly targetTimeZone?: string | undefined;
}

/** As dayOrTime of entities/_base/time/wall-time.ts parses them. */
export interface GivenDates {
  readonly plannedDate?: string | undefined;
  readonly targetReleaseDate?: string | undefined;
}

/** A planned day begins at midnight. */
function plannedAt(given: string, plannedTimeZone: string): ReleaseDates {
  if (given.endsWith('Z')) return { plannedDate: given };
  const plannedLocal = isDay(given) ? `${given}T00:00:00` : given;
  return { plannedDate: isoOf(instantOf(plannedLocal, plannedTimeZone)), plannedLocal, plannedTimeZone };
}

/** A release is in time until the target day ends. */
function targetAt(given: string, targetTimeZone: string): ReleaseDates {
  if (given.endsWith('Z')) return { targetReleaseDate: given };
  const instant = isDay(given) ? endOfDay(given, targetTimeZone) : instantOf(given, targetTimeZone);
  return { targetReleaseDate: isoOf(instant), targetLocal: given, targetTimeZone };
}

/** True if a date is a day or a wall time, which a time zone turns into an instant. */
export const needsZone = ({ plannedDate, targetReleaseDate }: GivenDates): boolean =>
  [plannedDate, targetReleaseDate].some((date) => date !== undefined && !date.endsWith('Z'));

export const datesIn = ({ plannedDate, targetReleaseDate }: GivenDates, timeZone: string): ReleaseDates => ({
  ...(plannedDate === undefined ? {} : plannedAt(plannedDate, timeZone)),
  ...(targetReleaseDate === undefined ? {} : targetAt(targetReleaseDate, timeZone)),
});

/** Clocks differ, and a form that says "now" takes a moment to arrive. */
const GRACE = 5 * 60_000;

/** The moment at which the planned date has passed: the end of a planned day. */
function plannedEnd({ plannedDate = '', plannedLocal, plannedTimeZone }: ReleaseDates): number {
  const isWholeDay = plannedLocal?.endsWith('T00:00:00') === true && plannedTimeZone !== undefined;
  return isWholeDay ? endOfDay(plannedLocal.slice(0, 10), plannedTimeZone) : Date.parse(plannedDate) + GRACE;
}

/** A date as it was given, with its zone. */
const inWords = (instant: string, local: string | undefined, zone: string | undefined): string =>
  local === undefined || zone === undefined ? instant : `${local.replace('T00:00:00', '')} (${zone})`;

export const targetInWords = ({ targetReleaseDate = '', targetLocal, targetTimeZone }: ReleaseDates): string =>
  inWords(targetReleaseDate, targetLocal, targetTimeZone);

const plannedInWords = ({ plannedDate = '', plannedLocal, plannedTimeZone }: ReleaseDates): string =>
  inWords(plannedDate, plannedLocal, plannedTimeZone);

/** The mistakes in given dates: `given` names the dates that a change brings. `now` is epoch milliseconds. */
export function dateProblems(
  dates: ReleaseDates,
  now: number,
  given: readonly string[] = ['plannedDate', 'targetReleaseDate'],
): FieldProblem[] {
  const { plannedDate, targetReleaseDate } = dates;
  const problem = (path: string, name: string, message: string) => ({ path, code: `release.${name}`, message });
  const problems: FieldProblem[] = [];
  if (plannedDate !== undefined && given.includes('plannedDate') && plannedEnd(dates) < now) {
    const message = `is ${plannedInWords(dates)}, which has passed; give a date ahead, or none`;
    problems.push(problem('plannedDate', 'planned_date_past', message));
  }
  if (targetReleaseDate !== undefined && given.includes('targetReleaseDate') && Date.parse(targetReleaseDate) < now) {
    const message = `is ${targetInWords(dates)}, which has passed; give a date ahead, or none`;
    problems.push(problem('targetReleaseDate', 'target_date_past', message));
  }
  const isGiven = given.includes('plannedDate') || given.includes('targetReleaseDate');
  if (isGiven && plannedDate !== undefined && targetReleaseDate !== undefined) {
    if (Date.parse(plannedDate) > Date.parse(targetReleaseDate)) {
      const message = `is ${plannedInWords(dates)}, after targetReleaseDate, which is ${targetInWords(dates)}`;
      problems.push(problem('plannedDate', 'planned_after_target', message));
    }
  }
  return problems;
}
