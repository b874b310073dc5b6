// When trains depart: rules of every kind, changes of the clock, and schedules that have no departure.
import { describe, expect, it } from 'vitest';
import { nextDeparture } from '../../../../entities/trains/departures.ts';

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
  ])('finds %s', (_, rrule, after, expected) => {
    expect(next(berlin(rrule), after)).toBe(expected);
  });

  it.each([
    ['after the last of COUNT', 'FREQ=WEEKLY;COUNT=2', '2026-01-13T08:00:00Z'],
    ['after UNTIL', 'FREQ=DAILY;UNTIL=20260107T080000Z', '2026-01-07T08:00:00Z'],
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
});
