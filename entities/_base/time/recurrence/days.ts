// The days of a recurrence rule that occurs at most once a day, by the table of RFC 5545, section 3.3.10: a rule looks at one period after
// another (day, week, month or year), and keeps the days of it that each of its parts allows. Pure, on days since 1970 and without zones.

export const DAY_MS = 86_400_000;
const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A day as the parts of a rule look at it; `weekday` 0 is Monday, `month` 1 January. */
interface Day {
  /** Days since 1 January 1970. */
  readonly number: number;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
}

/** The number of a wall time's day: days since 1 January 1970. */
export const dayNumberOf = (wallTime: string): number => Date.parse(`${wallTime.slice(0, 10)}T00:00:00Z`) / DAY_MS;

const numberOf = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) / DAY_MS;

/** 1 January 1970 was a Thursday. */
const weekdayOf = (number: number): number => (((number + 3) % 7) + 7) % 7;

function dayOf(number: number): Day {
  const date = new Date(number * DAY_MS);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  return { number, year, month, day, weekday: weekdayOf(number) };
}

/** A number from the beginning of a span of `length`, and from its end: the last one is -1. */
const bothEnds = (index: number, length: number): readonly [number, number] => [index + 1, index - length];

const yearStart = (year: number): number => numberOf(year, 1, 1);
const monthStart = ({ year, month }: Day): number => numberOf(year, month, 1);
const monthEnd = ({ year, month }: Day): number => numberOf(year, month + 1, 1);

/** The first day of week 1 of a year: the first week that has four days of it. */
function firstWeek(year: number, weekStart: number): number {
  const start = yearStart(year);
  const begins = start - ((weekdayOf(start) - weekStart + 7) % 7);
  return start - begins <= 3 ? begins : begins + 7;
}

/** The number of the day's week, from both ends of the year that the week belongs to. */
function weekOf({ number, year }: Day, weekStart: number): readonly [number, number] {
  const owner = [year + 1, year, year - 1].find((one) => firstWeek(one, weekStart) <= number) ?? year;
  const [start, end] = [firstWeek(owner, weekStart), firstWeek(owner + 1, weekStart)];
  return bothEnds(Math.floor((number - start) / 7), (end - start) / 7);
}

type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** True if a part of the rule allows the day. */
type Allows = (day: Day) => boolean;

/** Periods without a day after which a rule has none: eleven years of days, or four centuries, after which the calendar repeats. */
const EMPTY_PERIODS = { DAILY: 4_000, WEEKLY: 4_000, MONTHLY: 4_800, YEARLY: 400 } as const;
const LAST_YEAR = 9999;

type Parts = Readonly<Partial<Record<string, string>>>;

const readParts = (rrule: string): Parts => Object.fromEntries(rrule.split(';').map((part) => part.split('=')));

/** The time of day of all occurrences: that of the start, as far as the rule does not state another. */
export function timeOf(rrule: string, dtstart: string): string {
  const { BYHOUR, BYMINUTE, BYSECOND } = readParts(rrule);
  const start = dtstart.slice(11).split(':');
  return [BYHOUR, BYMINUTE, BYSECOND].map((part, index) => part?.padStart(2, '0') ?? start[index]).join(':');
}

const numbersIn = (text: string | undefined): readonly number[] | undefined => text?.split(',').map(Number);

const among = (allowed: readonly number[], values: readonly number[]): boolean =>
  values.some((value) => allowed.includes(value));

/** BYDAY: each weekday of the period, or with a number the one at that place of its month or year. */
function byDay(text: string, isOfMonth: boolean): Allows {
  const wanted = text
    .split(',')
    .map((one) => ({ weekday: WEEKDAYS.indexOf(one.slice(-2)), place: Number(one.slice(0, -2)) }));
  return (day) => {
    const [start, end] = isOfMonth ? [monthStart(day), monthEnd(day)] : [yearStart(day.year), yearStart(day.year + 1)];
    const places = [Math.floor((day.number - start) / 7) + 1, -Math.floor((end - 1 - day.number) / 7) - 1];
    return wanted.some(({ weekday, place }) => weekday === day.weekday && (place === 0 || places.includes(place)));
  };
}

/** A test of a day per part of the rule, and the day of the start where the rule names none. */
function allowsOf(parts: Parts, frequency: Frequency, first: Day, weekStart: number): readonly Allows[] {
  const { BYDAY, BYMONTH } = parts;
  const [months, monthDays, yearDays, weeks] = [BYMONTH, parts.BYMONTHDAY, parts.BYYEARDAY, parts.BYWEEKNO].map(
    numbersIn,
  );
  const allows: Allows[] = [];
  if (months) allows.push(({ month }) => months.includes(month));
  if (monthDays) {
    allows.push((day) => among(monthDays, bothEnds(day.day - 1, monthEnd(day) - monthStart(day))));
  }
  if (yearDays) {
    allows.push(({ number, year }) => {
      const start = yearStart(year);
      return among(yearDays, bothEnds(number - start, yearStart(year + 1) - start));
    });
  }
  if (weeks) allows.push((day) => among(weeks, weekOf(day, weekStart)));
  if (BYDAY !== undefined) allows.push(byDay(BYDAY, frequency === 'MONTHLY' || BYMONTH !== undefined));
  if (BYDAY !== undefined || monthDays || yearDays) return allows;
  if (frequency === 'WEEKLY' || weeks) allows.push(({ weekday }) => weekday === first.weekday);
  else if (frequency !== 'DAILY') allows.push(({ day }) => day === first.day);
  if (frequency === 'YEARLY' && !months && !weeks) allows.push(({ month }) => month === first.month);
  return allows;
}

/** The periods of a frequency, by numbers without gaps. */
interface Periods {
  /** The number of its first day. */
  readonly startOf: (period: number) => number;
  /** The period that the day is in. */
  readonly periodOf: (day: Day) => number;
}

function periodsOf(frequency: Frequency, weekStart: number): Periods {
  switch (frequency) {
    case 'DAILY':
      return { startOf: (period) => period, periodOf: ({ number }) => number };
    case 'WEEKLY': {
      // 1 January 1970 was a Thursday: three days after the Monday of week 0.
      const offset = weekStart - 3;
      return { startOf: (week) => week * 7 + offset, periodOf: ({ number }) => Math.floor((number - offset) / 7) };
    }
    case 'MONTHLY':
      return {
        startOf: (month) => numberOf(Math.floor(month / 12), (((month % 12) + 12) % 12) + 1, 1),
        periodOf: ({ year, month }) => year * 12 + month - 1,
      };
    case 'YEARLY':
      return { startOf: yearStart, periodOf: ({ year }) => year };
  }
}

/** BYSETPOS: of the days of one period, those at these places. */
const atPlaces = (days: readonly Day[], places: readonly number[] | undefined): readonly Day[] =>
  places ? days.filter((_, index) => among(places, bothEnds(index, days.length))) : days;

/**
 * The days, on and after `from` (days since 1970), of a rule that starts at the wall time `dtstart`. It does not look at UNTIL. `rrule` is as
 * rule.ts stores it.
 */
export function* daysOf(rrule: string, dtstart: string, from: number): Generator<number> {
  const parts = readParts(rrule);
  const { FREQ, INTERVAL = '1', COUNT, WKST = 'MO' } = parts;
  const frequency = FREQ as Frequency;
  const interval = Number(INTERVAL);
  const weekStart = WEEKDAYS.indexOf(WKST);
  const first = dayOf(dayNumberOf(dtstart));
  // With a time of its own, earlier than the start's, the rule does not occur on the first day.
  const earliest = timeOf(rrule, dtstart) < dtstart.slice(11) ? first.number + 1 : first.number;
  const allows = allowsOf(parts, frequency, first, weekStart);
  const places = numbersIn(parts.BYSETPOS);
  const { startOf, periodOf } = periodsOf(frequency, weekStart);

  /** Of a year, only the months that the rule names. */
  function spansIn(period: number): readonly (readonly [number, number])[] {
    const months = frequency === 'YEARLY' ? numbersIn(parts.BYMONTH) : undefined;
    if (!months) return [[startOf(period), startOf(period + 1)]];
    const inOrder = [...new Set(months)].sort((one, other) => one - other);
    return inOrder.map((month) => [numberOf(period, month, 1), numberOf(period, month + 1, 1)]);
  }

  function daysIn(period: number): readonly number[] {
    const days = spansIn(period).flatMap(([start, end]) =>
      Array.from({ length: end - start }, (_, index) => dayOf(start + index)),
    );
    const allowed = days.filter((day) => allows.every((allow) => allow(day)));
    return atPlaces(allowed, places).map(({ number }) => number);
  }

  const firstPeriod = periodOf(first);
  // A rule that counts is followed from its beginning.
  const passed = COUNT === undefined ? Math.max(0, Math.floor((periodOf(dayOf(from)) - firstPeriod) / interval)) : 0;
  let left = COUNT === undefined ? Number.POSITIVE_INFINITY : Number(COUNT);
  let empty = 0;
  for (let period = firstPeriod + passed * interval; empty < EMPTY_PERIODS[frequency]; period += interval) {
    if (dayOf(startOf(period)).year > LAST_YEAR) return;
    empty += 1;
    for (const day of daysIn(period)) {
      if (day < earliest) continue;
      empty = 0;
      left -= 1;
      if (day >= from) yield day;
      if (left === 0) return;
    }
  }
}
