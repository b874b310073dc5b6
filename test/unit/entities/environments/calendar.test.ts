// The freeze calendar: whether a moment is closed, by which windows, and until when. Answers were worked out by hand from the tz database.
import { describe, expect, it } from 'vitest';
import { type CalendarWindow, freezeAt } from '../../../../entities/environments/freezes/calendar.model.ts';
import { duration } from '../../../../entities/environments/freezes/duration.ts';

const window = (effect: 'ALLOW' | 'DENY', timeZone: string, dtstart: string, length: string, rrule?: string) =>
  ({ freezeWindowId: 'w', name: 'w', effect, timeZone, dtstart, duration: length, rrule }) satisfies CalendarWindow;
const deny = (zone: string, dtstart: string, length: string, rrule?: string) =>
  window('DENY', zone, dtstart, length, rrule);
const allow = (zone: string, dtstart: string, length: string, rrule?: string) =>
  window('ALLOW', zone, dtstart, length, rrule);
const named = (name: string, one: CalendarWindow): CalendarWindow => ({ ...one, name, freezeWindowId: name });

const CHRISTMAS = deny('Europe/Berlin', '2026-12-19T00:00:00', 'P16D');
const FRIDAYS = deny('Europe/Berlin', '2026-01-02T12:00:00', 'PT12H', 'FREQ=WEEKLY;BYDAY=FR');
const NIGHTLY = deny('Europe/Berlin', '2026-01-01T22:00:00', 'PT8H', 'FREQ=DAILY');
const HOURS = allow('Europe/Berlin', '2026-01-01T09:00:00', 'PT8H', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH');
/** 02:30 does not exist on 29 March 2026 in Berlin, and is shown twice on 25 October. */
const HALF_PAST_TWO = deny('Europe/Berlin', '2026-01-01T02:30:00', 'PT1H', 'FREQ=DAILY');
const SUNDAYS = deny('Europe/Berlin', '2026-01-04T00:00:00', 'P1D', 'FREQ=WEEKLY;BYDAY=SU');
const NEW_YORK = deny('America/New_York', '2026-01-01T17:00:00', 'PT2H', 'FREQ=DAILY');
const KOLKATA = deny('Asia/Kolkata', '2026-01-01T00:00:00', 'PT30M', 'FREQ=DAILY');
/** Its clocks change by half an hour: at 02:00 on 4 October 2026 to 02:30, from +10:30 to +11. */
const LORD_HOWE = deny('Australia/Lord_Howe', '2026-01-01T02:15:00', 'PT1H', 'FREQ=DAILY');
/** Samoa had no 30 December 2011. */
const SAMOA = deny('Pacific/Apia', '2011-12-29T12:00:00', 'P1D');
const MONTH_END = deny('UTC', '2026-01-31T00:00:00', 'P1D', 'FREQ=MONTHLY;BYMONTHDAY=-1');
const TWICE = deny('UTC', '2026-06-01T00:00:00', 'PT1H', 'FREQ=DAILY;COUNT=2');
const LEFT_OUT = deny('UTC', '2026-06-01T00:00:00', 'PT1H', 'FREQ=DAILY\nEXDATE:20260602');
const UNTIL = deny('UTC', '2026-06-01T00:00:00', 'PT1H', 'FREQ=DAILY;UNTIL=20260602');
const LONG = deny('UTC', '2026-06-01T00:00:00', 'P2D', 'FREQ=DAILY;COUNT=3');
const TOUCHING = [deny('UTC', '2026-06-01T00:00:00', 'PT1H'), deny('UTC', '2026-06-01T01:00:00', 'PT1H')];
const OVERLAPPING = [deny('UTC', '2026-06-01T00:00:00', 'PT2H'), deny('UTC', '2026-06-01T01:00:00', 'PT2H')];

/** Closed until, open until, or for ever; `null` if the change was not found. */
const closed = (nextOpen: string | null) => ({
  closed: true,
  nextOpen: nextOpen && `${nextOpen}:00.000Z`,
  nextClose: null,
});
const open = (nextClose: string | null) => ({
  closed: false,
  nextOpen: null,
  nextClose: nextClose && `${nextClose}:00.000Z`,
});

type Case = readonly [string, readonly CalendarWindow[], string, ReturnType<typeof closed | typeof open>];
const CASES: readonly Case[] = [
  ['no window', [], '2026-06-01T00:00Z', open(null)],
  ['a single window before it begins', [CHRISTMAS], '2026-12-18T22:59Z', open('2026-12-18T23:00')],
  ['its first moment', [CHRISTMAS], '2026-12-18T23:00Z', closed('2027-01-03T23:00')],
  ['its last minute', [CHRISTMAS], '2027-01-03T22:59Z', closed('2027-01-03T23:00')],
  ['its end', [CHRISTMAS], '2027-01-03T23:00Z', open(null)],
  ['a year before a single window', [CHRISTMAS], '2025-12-25T00:00Z', open('2026-12-18T23:00')],

  ['Friday morning', [FRIDAYS], '2026-06-05T09:59Z', open('2026-06-05T10:00')],
  ['Friday noon, in summer', [FRIDAYS], '2026-06-05T10:00Z', closed('2026-06-05T22:00')],
  ['Friday noon, in winter', [FRIDAYS], '2026-01-09T11:00Z', closed('2026-01-09T23:00')],
  ['Saturday', [FRIDAYS], '2026-06-06T08:00Z', open('2026-06-12T10:00')],

  ['over midnight', [NIGHTLY], '2026-06-01T23:00Z', closed('2026-06-02T04:00')],
  ['the next evening', [NIGHTLY], '2026-06-02T04:00Z', open('2026-06-02T20:00')],
  [
    'the night of the gap has the same hours, so it ends an hour later by the clock',
    [NIGHTLY],
    '2026-03-29T00:00Z',
    closed('2026-03-29T05:00'),
  ],
  [
    'the night of the overlap ends an hour earlier by the clock',
    [NIGHTLY],
    '2026-10-25T00:00Z',
    closed('2026-10-25T04:00'),
  ],

  ['a begin in the gap comes when the gap ends', [HALF_PAST_TWO], '2026-03-29T00:59Z', open('2026-03-29T01:00')],
  ['and lasts as long as ever', [HALF_PAST_TWO], '2026-03-29T01:00Z', closed('2026-03-29T02:00')],
  ['the day after the gap', [HALF_PAST_TWO], '2026-03-30T00:30Z', closed('2026-03-30T01:30')],
  ['a begin that the clocks show twice is the first', [HALF_PAST_TWO], '2026-10-25T00:30Z', closed('2026-10-25T01:30')],
  ['and not the second', [HALF_PAST_TWO], '2026-10-25T01:30Z', open('2026-10-26T01:30')],

  ['a Sunday of 23 hours', [SUNDAYS], '2026-03-29T12:00Z', closed('2026-03-29T22:00')],
  ['a Sunday of 25 hours', [SUNDAYS], '2026-10-25T12:00Z', closed('2026-10-25T23:00')],
  ['a Sunday of 24 hours', [SUNDAYS], '2026-06-07T12:00Z', closed('2026-06-07T22:00')],

  ['New York in winter', [NEW_YORK], '2026-03-07T22:00Z', closed('2026-03-08T00:00')],
  [
    'New York from 8 March, when Berlin is in winter still',
    [NEW_YORK],
    '2026-03-08T21:00Z',
    closed('2026-03-08T23:00'),
  ],
  ['New York after 1 November', [NEW_YORK], '2026-11-01T21:30Z', open('2026-11-01T22:00')],
  ['a zone of half hours', [KOLKATA], '2026-06-01T18:30Z', closed('2026-06-01T19:00')],
  ['and before it', [KOLKATA], '2026-06-01T18:29Z', open('2026-06-01T18:30')],
  ['a gap of half an hour', [LORD_HOWE], '2026-10-03T15:30Z', closed('2026-10-03T16:30')],
  ['after a gap of half an hour', [LORD_HOWE], '2026-10-04T15:15Z', closed('2026-10-04T16:15')],
  [
    'a day that was skipped ends when the clocks came to its end',
    [SAMOA],
    '2011-12-30T09:00Z',
    closed('2011-12-30T10:00'),
  ],

  ['the last day of a month with 28 days', [MONTH_END], '2026-02-28T00:00Z', closed('2026-03-01T00:00')],
  ['the last day of a month with 30 days', [MONTH_END], '2026-04-29T00:00Z', open('2026-04-30T00:00')],
  ['the last of a counted rule', [TWICE], '2026-06-02T00:30Z', closed('2026-06-02T01:00')],
  ['after the last of a counted rule', [TWICE], '2026-06-02T01:00Z', open(null)],
  ['a day that is left out', [LEFT_OUT], '2026-06-02T00:30Z', open('2026-06-03T00:00')],
  ['the last day of UNTIL', [UNTIL], '2026-06-02T00:30Z', closed('2026-06-02T01:00')],
  ['after UNTIL', [UNTIL], '2026-06-02T01:00Z', open(null)],
  ['openings that are longer than their distance', [LONG], '2026-06-02T12:00Z', closed('2026-06-05T00:00')],
  ['the last of them alone', [LONG], '2026-06-04T23:00Z', closed('2026-06-05T00:00')],

  ['windows that touch', TOUCHING, '2026-06-01T00:30Z', closed('2026-06-01T02:00')],
  ['windows that overlap', OVERLAPPING, '2026-06-01T00:30Z', closed('2026-06-01T03:00')],
  ['two windows of different zones', [FRIDAYS, NEW_YORK], '2026-06-05T21:30Z', closed('2026-06-05T23:00')],

  ['within an ALLOW window', [HOURS], '2026-06-01T07:00Z', open('2026-06-01T15:00')],
  ['at the end of an ALLOW window', [HOURS], '2026-06-01T15:00Z', closed('2026-06-02T07:00')],
  ['before a weekend', [HOURS], '2026-06-04T15:00Z', closed('2026-06-08T07:00')],
  [
    'within one of two ALLOW windows',
    [HOURS, allow('UTC', '2026-06-06T00:00:00', 'P1D')],
    '2026-06-06T12:00Z',
    open('2026-06-07T00:00'),
  ],
  [
    'ALLOW windows that touch',
    [HOURS, allow('UTC', '2026-06-01T15:00:00', 'PT1H')],
    '2026-06-01T14:00Z',
    open('2026-06-01T16:00'),
  ],
  [
    'an ALLOW window that is past for good',
    [allow('UTC', '2026-06-01T00:00:00', 'PT1H')],
    '2026-06-02T00:00Z',
    closed(null),
  ],
  [
    'an ALLOW window that never ends',
    [allow('UTC', '2026-06-01T00:00:00', 'P1D', 'FREQ=DAILY')],
    '2026-06-02T00:00Z',
    open(null),
  ],
  [
    'a DENY window that never ends',
    [deny('UTC', '2026-06-01T00:00:00', 'P1D', 'FREQ=DAILY')],
    '2026-06-02T00:00Z',
    closed(null),
  ],
  [
    'DENY within ALLOW wins',
    [HOURS, deny('UTC', '2026-06-01T08:00:00', 'PT1H')],
    '2026-06-01T08:30Z',
    closed('2026-06-01T09:00'),
  ],
  [
    'ALLOW does not open what DENY closes',
    [allow('UTC', '2026-12-20T00:00:00', 'P1D'), CHRISTMAS],
    '2026-12-20T12:00Z',
    closed(null),
  ],
  [
    'DENY that ends outside of ALLOW',
    [HOURS, deny('UTC', '2026-06-01T14:00:00', 'PT3H')],
    '2026-06-01T14:30Z',
    closed('2026-06-02T07:00'),
  ],
  [
    'DENY that comes before ALLOW ends',
    [HOURS, deny('UTC', '2026-06-01T14:00:00', 'PT3H')],
    '2026-06-01T13:00Z',
    open('2026-06-01T14:00'),
  ],
];

describe('freezeAt', () => {
  it.each(CASES)('%s', (_, windows, at, expected) => {
    const { closed, nextOpen, nextClose } = freezeAt(windows, Date.parse(at));
    expect({ closed, nextOpen, nextClose }).toEqual(expected);
  });

  it('answers about as many windows as a tenant may have, each of which overlaps itself for months', () => {
    const overlapping = deny('Europe/Berlin', '2000-01-01T00:00:00', 'P92D', 'FREQ=DAILY');
    const windows = Array.from({ length: 200 }, () => overlapping);
    expect(freezeAt(windows, Date.parse('2026-06-01T00:00Z'))).toMatchObject(closed(null));
  });

  it('names the windows that close', () => {
    const windows = [named('Fridays', FRIDAYS), named('Hours', HOURS), named('Christmas', CHRISTMAS)];
    const { reason, windows: causes } = freezeAt(windows, Date.parse('2026-06-05T11:00Z'));
    expect(reason).toBe('Closed by Fridays. Open only within Hours.');
    expect(causes).toEqual([
      { id: 'Fridays', name: 'Fridays', effect: 'DENY' },
      { id: 'Hours', name: 'Hours', effect: 'ALLOW' },
    ]);
  });
});

describe('duration', () => {
  it.each(['PT1M', 'PT8H30M', 'P2D', 'P1W', 'P1W1DT1H1M', 'P92D'])('accepts %s', (text) => {
    expect(duration.safeParse(text).success).toBe(true);
  });

  it.each([
    ['P', /ISO 8601/],
    ['PT', /ISO 8601/],
    ['P1DT', /ISO 8601/],
    ['P1M', /ISO 8601/],
    ['PT1.5H', /ISO 8601/],
    ['-P1D', /ISO 8601/],
    ['PT0M', /at least a minute/],
    ['P93D', /at most 92 days/],
    ['8h', /ISO 8601/],
  ])('refuses %s', (text, message) => {
    expect(duration.safeParse(text).error?.issues[0]?.message).toMatch(message);
  });
});
