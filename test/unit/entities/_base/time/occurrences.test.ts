// Occurrences of recurrence rules: the examples of RFC 5545 (section 3.8.5.3) that occur at most once a day, cases at the edges, and a
// second implementation, rrule, which agrees on thousands of random rules.
import { RRule } from 'rrule';
import { describe, expect, it } from 'vitest';
import { isoOf } from '../../../../../entities/_base/time/iso.ts';
import { occurrences } from '../../../../../entities/_base/time/recurrence/occurrences.ts';
import { recurrence } from '../../../../../entities/_base/time/recurrence/rule.ts';
import { dice } from '../../../../support/dice.ts';

/** The days of the first occurrences. */
function days(rrule: string, dtstart: string, most: number): string[] {
  const found: string[] = [];
  const schedule = { rrule: recurrence.parse(rrule), timeZone: 'America/New_York', dtstart: `${dtstart}T09:00:00` };
  for (const instant of occurrences(schedule, Date.parse(`${dtstart}T00:00:00Z`))) {
    if (found.push(isoOf(instant).slice(0, 10)) === most) break;
  }
  return found;
}

/** `1997-09-02 03 10-01` names three days: what is left out is as in the day before. */
function spelled(text: string): string[] {
  let last = '';
  return text.split(' ').map((one) => {
    last = last.slice(0, last.length - one.length) + one;
    return last;
  });
}

describe('occurrences', () => {
  it.each([
    ['daily for 10 days', '1997-09-02', 'FREQ=DAILY;COUNT=10', '1997-09-02 03 04 05 06 07 08 09 10 11'],
    ['daily until a day', '1997-12-20', 'FREQ=DAILY;UNTIL=19971224T000000Z', '1997-12-20 21 22 23'],
    ['every other day', '1997-09-02', 'FREQ=DAILY;INTERVAL=2', '1997-09-02 04 06 08'],
    ['every 10 days, 5 times', '1997-09-02', 'FREQ=DAILY;INTERVAL=10;COUNT=5', '1997-09-02 12 22 10-02 12'],
    ['every day in January', '1998-01-29', 'FREQ=DAILY;BYMONTH=1', '1998-01-29 30 31 1999-01-01 02'],
    ['weekly until a day', '1997-12-09', 'FREQ=WEEKLY;UNTIL=19971224T000000Z', '1997-12-09 16 23'],
    ['every other week', '1997-09-02', 'FREQ=WEEKLY;INTERVAL=2;WKST=SU', '1997-09-02 16 30 10-14 28'],
    [
      'Tuesday and Thursday for five weeks',
      '1997-09-02',
      'FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH',
      '1997-09-02 04 09 11 16 18 23 25 30 10-02',
    ],
    [
      'every other week on three days',
      '1997-09-01',
      'FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR',
      '1997-09-01 03 05 15 17 19 29 10-01 03 13 15 17 27 29 31 11-10 12 14 24 26 28 12-08 10 12 22',
    ],
    ['the first Friday', '1997-09-05', 'FREQ=MONTHLY;COUNT=4;BYDAY=1FR', '1997-09-05 10-03 11-07 12-05'],
    [
      'every other month on the first and last Sunday',
      '1997-09-07',
      'FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU',
      '1997-09-07 28 11-02 30 1998-01-04 25 03-01 29 05-03 31',
    ],
    [
      'the second-to-last Monday',
      '1997-09-22',
      'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO',
      '1997-09-22 10-20 11-17 12-22 1998-01-19 02-16',
    ],
    [
      'the third-to-the-last day',
      '1997-09-28',
      'FREQ=MONTHLY;BYMONTHDAY=-3',
      '1997-09-28 10-29 11-28 12-29 1998-01-29 02-26',
    ],
    ['the 2nd and 15th', '1997-09-02', 'FREQ=MONTHLY;COUNT=6;BYMONTHDAY=2,15', '1997-09-02 15 10-02 15 11-02 15'],
    [
      'the first and last day',
      '1997-09-30',
      'FREQ=MONTHLY;COUNT=6;BYMONTHDAY=1,-1',
      '1997-09-30 10-01 31 11-01 30 12-01',
    ],
    [
      'every 18 months on the 10th to 12th',
      '1997-09-10',
      'FREQ=MONTHLY;INTERVAL=18;COUNT=6;BYMONTHDAY=10,11,12',
      '1997-09-10 11 12 1999-03-10 11 12',
    ],
    [
      'every Tuesday, every other month',
      '1997-09-02',
      'FREQ=MONTHLY;INTERVAL=2;BYDAY=TU',
      '1997-09-02 09 16 23 30 11-04 11 18 25 1998-01-06',
    ],
    ['June and July', '1997-06-10', 'FREQ=YEARLY;COUNT=4;BYMONTH=6,7', '1997-06-10 07-10 1998-06-10 07-10'],
    [
      'every other year in three months',
      '1997-03-10',
      'FREQ=YEARLY;INTERVAL=2;COUNT=5;BYMONTH=1,2,3',
      '1997-03-10 1999-01-10 02-10 03-10 2001-01-10',
    ],
    [
      'every third year on the 1st, 100th and 200th day',
      '1997-01-01',
      'FREQ=YEARLY;INTERVAL=3;COUNT=7;BYYEARDAY=1,100,200',
      '1997-01-01 04-10 07-19 2000-01-01 04-09 07-18 2003-01-01',
    ],
    ['every 20th Monday of the year', '1997-05-19', 'FREQ=YEARLY;BYDAY=20MO', '1997-05-19 1998-05-18 1999-05-17'],
    ['Monday of week 20', '1997-05-12', 'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', '1997-05-12 1998-05-11 1999-05-17'],
    ['every Thursday in March', '1997-03-13', 'FREQ=YEARLY;BYMONTH=3;BYDAY=TH', '1997-03-13 20 27 1998-03-05 12'],
    [
      'every Friday the 13th',
      '1998-02-13',
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      '1998-02-13 03-13 11-13 1999-08-13 2000-10-13',
    ],
    [
      'the Saturday that follows the first Sunday',
      '1997-09-13',
      'FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13',
      '1997-09-13 10-11 11-08 12-13 1998-01-10',
    ],
    [
      'Election Day of the United States',
      '1996-11-05',
      'FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8',
      '1996-11-05 2000-11-07 2004-11-02',
    ],
    [
      'the third of Tuesday, Wednesday, Thursday',
      '1997-09-04',
      'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3',
      '1997-09-04 10-07 11-06',
    ],
    [
      'the second-to-last weekday',
      '1997-09-29',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2',
      '1997-09-29 10-30 11-27 12-30',
    ],
    [
      'every other week, weeks from Monday',
      '1997-08-05',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO',
      '1997-08-05 10 19 24',
    ],
    [
      'every other week, weeks from Sunday',
      '1997-08-05',
      'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU',
      '1997-08-05 17 19 31',
    ],
    [
      'a day that February has not',
      '2007-01-15',
      'FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5',
      '2007-01-15 30 02-15 03-15 30',
    ],
  ])('of %s are those of RFC 5545', (_, dtstart, rrule, expected) => {
    const wanted = spelled(expected);
    expect(days(rrule, dtstart, wanted.length)).toEqual(wanted);
  });

  it.each([
    [
      'a time of the rule that is before the start, which counts from the next one',
      '2026-03-02',
      'FREQ=DAILY;COUNT=2;BYHOUR=8',
      '2026-03-03 04',
    ],
    [
      'both a weekday and a numbered one',
      '2026-03-02',
      'FREQ=MONTHLY;BYDAY=FR,1MO;COUNT=6',
      '2026-03-02 06 13 20 27 04-03',
    ],
    [
      'a week without a day, which takes that of the start',
      '2026-01-01',
      'FREQ=YEARLY;BYWEEKNO=20;COUNT=2',
      '2026-05-14 2027-05-20',
    ],
    ['29 February', '2024-02-29', 'FREQ=YEARLY;COUNT=3', '2024-02-29 2028-02-29 2032-02-29'],
    [
      'quarters, by their months',
      '2026-01-13',
      'FREQ=MONTHLY;INTERVAL=3;BYMONTH=7,10;COUNT=3',
      '2026-07-13 10-13 2027-07-13',
    ],
  ])('of %s', (_, dtstart, rrule, expected) => {
    const wanted = spelled(expected);
    expect(days(rrule, dtstart, wanted.length)).toEqual(wanted);
  });

  it.each([
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=2',
    'FREQ=YEARLY;BYDAY=1MO;BYMONTHDAY=31;BYMONTH=1',
  ])('of %s, which has no day, are none', (rrule) => {
    expect(days(rrule, '2026-01-01', 1)).toEqual([]);
  });

  it('are those of a second implementation, for random rules that RFC 5545 allows', () => {
    const YEARS_MS = 2 * 365 * 86_400_000;
    const wrong = Array.from({ length: 300 }, (_, seed) => randomSchedule(dice(seed))).filter(
      ({ rrule, dtstart, after }) => {
        const rule = new RRule({
          ...RRule.parseString(rrule.replace(/(UNTIL=\w+)/, '$1Z')),
          dtstart: new Date(`${dtstart}Z`),
        });
        const wanted = rule
          .between(new Date(after + 1), new Date(after + YEARS_MS), true)
          .map((date) => date.getTime());
        const ours = occurrences({ rrule: recurrence.parse(rrule), timeZone: 'UTC', dtstart }, after);
        return (
          wanted.some((instant) => ours.next().value !== instant) ||
          (ours.next().value ?? Number.POSITIVE_INFINITY) <= after + YEARS_MS
        );
      },
    );
    expect(wrong).toEqual([]);
  });
});

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A rule of the parts that RFC 5545 allows together, with days of the same kind in BYDAY; BYSETPOS only where there is a day in most periods. */
function randomSchedule(chance: () => number) {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T;
  const whole = (low: number, high: number) => low + Math.floor(chance() * (high - low + 1));
  const some = (one: () => string | number) => [...new Set(Array.from({ length: whole(1, 3) }, one))].join(',');
  const two = (number: number) => String(number).padStart(2, '0');
  const sometimes = (share: number, part: () => string) => (chance() < share ? [part()] : []);

  const frequency = pick(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);
  const isYear = frequency === 'YEARLY';
  const byWeek = isYear && chance() < 0.15;
  const isNumbered = !byWeek && (isYear || frequency === 'MONTHLY') && chance() < 0.4;
  const place = () => (isNumbered ? pick(['1', '2', '-1', '-2', '3', '5']) : '');
  const byDay = [...(byWeek || chance() < 0.5 ? [`BYDAY=${some(() => place() + pick(WEEKDAYS))}`] : [])];
  const parts = [
    `FREQ=${frequency}`,
    ...sometimes(0.4, () => `INTERVAL=${whole(1, 5)}`),
    ...pick([[], [], [], [`COUNT=${whole(1, 40)}`], [`UNTIL=${whole(2026, 2028)}${two(whole(1, 12))}15T120000`]]),
    ...byDay,
    ...(frequency === 'WEEKLY' || isNumbered
      ? []
      : sometimes(0.2, () => `BYMONTHDAY=${some(() => pick([1, 15, 28, 30, 31, -1, -3]))}`)),
    ...sometimes(0.2, () => `BYMONTH=${some(() => whole(1, 12))}`),
    ...(isYear && byDay.length === 0
      ? sometimes(0.2, () => `BYYEARDAY=${some(() => pick([1, 100, 200, -1, 366]))}`)
      : []),
    ...(byWeek ? [`BYWEEKNO=${some(() => pick([1, 20, 52, 53, -1]))}`] : []),
    ...(byDay.length > 0 && isYear ? sometimes(0.2, () => `BYSETPOS=${pick([1, -1])}`) : []),
    ...sometimes(0.1, () => `BYHOUR=${whole(0, 23)}`),
    ...sometimes(0.1, () => `BYMINUTE=${whole(0, 59)}`),
    ...sometimes(0.15, () => `WKST=${pick(WEEKDAYS)}`),
  ];
  const day = `20${whole(20, 26)}-${two(whole(1, 12))}-${two(whole(1, 28))}`;
  const dtstart = `${day}T${pick(['00:00:00', '02:30:00', '09:00:00', '23:45:00'])}`;
  return {
    rrule: parts.join(';'),
    dtstart,
    after: Date.UTC(whole(2019, 2027), whole(0, 11), whole(1, 28), whole(0, 23)),
  };
}
