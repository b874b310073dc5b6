// When trains depart: rules of every kind, changes of the clock, and schedules that have no departure.
import { describe, expect, it } from 'vitest';
import { nextDeparture, startOfRule } from '../../../../entities/trains/departures.ts';

const berlin = (rrule: string, dtstart = '2026-01-06T09:00:00') => ({ rrule, timeZone: 'Europe/Berlin', dtstart });
const next = (schedule: ReturnType<typeof berlin>, after: string) => {
  const departure = nextDeparture(schedule, Date.parse(after));
  return departure === undefined ? undefined : new Date(departure).toISOString();
};

describe('nextDeparture', () => {
  it.each([
    ['the start itself', 'FREQ=WEEKLY', '2026-01-01T00:00:00Z', '2026-01-06T08:00:00.000Z'],
    ['the one after a departure', 'FREQ=WEEKLY', '2026-01-06T08:00:00Z', '2026-01-13T08:00:00.000Z'],
    ['every other week', 'FREQ=WEEKLY;INTERVAL=2', '2026-01-07T00:00:00Z', '2026-01-20T08:00:00.000Z'],
    ['some days of the week', 'FREQ=WEEKLY;BYDAY=TU,TH', '2026-01-06T08:00:00Z', '2026-01-08T08:00:00.000Z'],
    ['the first Monday', 'FREQ=MONTHLY;BYDAY=1MO', '2026-01-06T08:00:00Z', '2026-02-02T08:00:00.000Z'],
    [
      'the last workday',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '2026-01-06T08:00:00Z',
      '2026-01-30T08:00:00.000Z',
    ],
    ['another time of day', 'FREQ=DAILY;BYHOUR=18;BYMINUTE=30', '2026-01-07T00:00:00Z', '2026-01-07T17:30:00.000Z'],
    ['summer time at the same hour', 'FREQ=WEEKLY', '2026-03-24T08:00:00Z', '2026-03-31T07:00:00.000Z'],
    ['years later', 'FREQ=WEEKLY', '2031-01-01T00:00:00Z', '2031-01-07T08:00:00.000Z'],
    ['until a day', 'FREQ=WEEKLY;UNTIL=20260113', '2026-01-06T00:00:00Z', '2026-01-06T08:00:00.000Z'],
    [
      'until an instant in UTC',
      'FREQ=DAILY;UNTIL=20260107T080000Z',
      '2026-01-06T08:00:00Z',
      '2026-01-07T08:00:00.000Z',
    ],
    ['until a wall time', 'FREQ=DAILY;UNTIL=20260107T090000', '2026-01-06T08:00:00Z', '2026-01-07T08:00:00.000Z'],
    ['the only one', 'FREQ=DAILY;COUNT=1', '2026-01-01T00:00:00Z', '2026-01-06T08:00:00.000Z'],
    ['a day that is not left out', 'FREQ=DAILY\nEXDATE:20260107', '2026-01-06T08:00:00Z', '2026-01-08T08:00:00.000Z'],
    [
      'a time that is not left out, by wall time and by instant',
      'FREQ=DAILY\nEXDATE:20260107T090000,20260108T080000Z',
      '2026-01-06T08:00:00Z',
      '2026-01-09T08:00:00.000Z',
    ],
  ])('finds %s', (_, rrule, after, expected) => {
    expect(next(berlin(rrule), after)).toBe(expected);
  });

  it.each([
    ['after the last of COUNT', 'FREQ=WEEKLY;COUNT=2', '2026-01-13T08:00:00Z'],
    ['after UNTIL', 'FREQ=DAILY;UNTIL=20260107T080000Z', '2026-01-07T08:00:00Z'],
    ['after a local UNTIL', 'FREQ=DAILY;UNTIL=20260107T090000', '2026-01-07T08:00:00Z'],
    ['of which the only one is left out', 'FREQ=DAILY;COUNT=1\nEXDATE:20260106', '2026-01-01T00:00:00Z'],
    ['of a day that there never is', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-01-01T00:00:00Z'],
  ])('finds none %s', (_, rrule, after) => {
    expect(next(berlin(rrule), after)).toBeUndefined();
  });

  it('departs when the gap ends on the day that has no such time, and once where there are two', () => {
    const daily = berlin('FREQ=DAILY', '2026-03-20T02:30:00');
    expect(next(daily, '2026-03-28T01:30:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next(daily, '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
    expect(next(daily, '2026-10-24T00:30:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(next(daily, '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('finds the departure of a local UNTIL in the zone of the train (K24)', () => {
    const schedule = berlin('FREQ=DAILY;UNTIL=20270101T100000', '2026-12-01T09:00:00');
    expect(next(schedule, '2026-12-31T12:00:00Z')).toBe('2027-01-01T08:00:00.000Z');
    expect(next(schedule, '2027-01-01T08:00:00Z')).toBeUndefined();
  });

  it.each(['FREQ=DAILY;UNTIL=20270101T1', 'FREQ=NEVER', ''])(
    'throws for the rule %j that cannot be stored, and never reads the error as no departure (K24)',
    (rrule) => {
      expect(() => next(berlin(rrule), '2026-01-01T00:00:00Z')).toThrow(
        expect.objectContaining({
          code: 'train.invalid',
          details: expect.objectContaining({ fields: [expect.objectContaining({ code: 'train.rule_unreadable' })] }),
        }),
      );
    },
  );

  it('searches a rule of decades to its end', () => {
    expect(next(berlin('FREQ=DAILY;COUNT=9999', '1999-01-01T09:00:00'), '2026-01-01T12:00:00Z')).toBe(
      '2026-01-02T08:00:00.000Z',
    );
  });

  it('leaves out what people skipped', () => {
    const schedule = { ...berlin('FREQ=WEEKLY'), skippedDepartures: ['2026-01-13T08:00:00.000Z'] };
    expect(next(schedule, '2026-01-06T08:00:00Z')).toBe('2026-01-20T08:00:00.000Z');
  });
});

describe('startOfRule', () => {
  const WEDNESDAY = '2026-03-04T09:00:00';
  const before = Date.parse('2026-03-04T07:59:59Z');

  it.each([
    ['every other Tuesday on the next one', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', '2026-03-10T09:00:00'],
    ['a counted rule on the first day that it names', 'FREQ=WEEKLY;BYDAY=TU;COUNT=3', '2026-03-10T09:00:00'],
    ['at the time that the rule names', 'FREQ=DAILY;BYHOUR=18;BYMINUTE=30;COUNT=1', '2026-03-04T18:30:00'],
    ['on its first day although that is left out', 'FREQ=DAILY;COUNT=2\nEXDATE:20260304', WEDNESDAY],
    ['where it is given when nothing counts', 'FREQ=WEEKLY;BYDAY=TU', WEDNESDAY],
    ['where it is given when every period is meant', 'FREQ=WEEKLY;INTERVAL=1;BYDAY=TU', WEDNESDAY],
    ['where it is given when the rule has no day', 'FREQ=YEARLY;COUNT=1;BYMONTH=2;BYMONTHDAY=30', WEDNESDAY],
  ])('begins %s', (_, rrule, expected) => {
    expect(startOfRule(berlin(rrule, WEDNESDAY), before)).toBe(expected);
  });
});
