// The planned and target dates of a release, and the mistakes in them. Pure. Used at its creation and by changes of it.
import type { FieldProblem } from '../../_base/errors.ts';
import { endOfDay } from '../../_base/time/wall-time.ts';

/** The instants in ISO 8601; for a given day or wall time also the given text and its zone. */
export interface ReleaseDates {
  readonly plannedDate?: string | undefined;
  readonly plannedLocal?: string | undefined;
  readonly plannedTimeZone?: string | undefined;
  readonly targetReleaseDate?: string | undefined;
  readonly targetLocal?: string | undefined;
  readonly targetTimeZone?: string | undefined;
}

/** Clocks differ, and a form that says "now" takes a moment to arrive. */
const GRACE = 5 * 60_000;

/** The last moment of a plan that is ahead: a day lasts until its end. */
function planEnds({ plannedDate = '', plannedLocal, plannedTimeZone }: ReleaseDates): number {
  const isWholeDay = plannedLocal?.endsWith('T00:00:00') === true && plannedTimeZone !== undefined;
  return isWholeDay ? endOfDay(plannedLocal.slice(0, 10), plannedTimeZone) : Date.parse(plannedDate) + GRACE;
}

/** A date as it was given, with its zone. */
const inWords = (instant: string, local: string | undefined, zone: string | undefined): string =>
  local === undefined || zone === undefined ? instant : `${local.replace('T00:00:00', '')} (${zone})`;

export const targetInWords = ({ targetReleaseDate = '', targetLocal, targetTimeZone }: ReleaseDates): string =>
  inWords(targetReleaseDate, targetLocal, targetTimeZone);

const planInWords = ({ plannedDate = '', plannedLocal, plannedTimeZone }: ReleaseDates): string =>
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
  if (plannedDate !== undefined && given.includes('plannedDate') && planEnds(dates) < now) {
    const message = `is ${planInWords(dates)}, which has passed; give a date ahead, or none`;
    problems.push(problem('plannedDate', 'planned_date_past', message));
  }
  if (targetReleaseDate !== undefined && given.includes('targetReleaseDate') && Date.parse(targetReleaseDate) < now) {
    const message = `is ${targetInWords(dates)}, which has passed; give a date ahead, or none`;
    problems.push(problem('targetReleaseDate', 'target_date_past', message));
  }
  const isGiven = given.includes('plannedDate') || given.includes('targetReleaseDate');
  if (isGiven && plannedDate !== undefined && targetReleaseDate !== undefined) {
    if (Date.parse(plannedDate) > Date.parse(targetReleaseDate)) {
      const message = `is ${planInWords(dates)}, after targetReleaseDate, which is ${targetInWords(dates)}`;
      problems.push(problem('plannedDate', 'planned_after_target', message));
    }
  }
  return problems;
}
