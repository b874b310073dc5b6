// Bodies of trains: which rules and templates are taken, and which changes begin another leg.
import { describe, expect, it } from 'vitest';
import type { TrainItem } from '../../../../entities/trains/train.entity.ts';
import {
  changesOf,
  checksOf,
  createTrainBody,
  startOf,
  stillSkipped,
  upcomingOf,
  updateTrainBody,
} from '../../../../entities/trains/train.model.ts';

const template = { scmIntegrationId: 'scm', baseBranch: 'main', targets: ['store'] };
const body = { service: 'app', name: 'Weekly', rrule: 'FREQ=WEEKLY', timeZone: 'Europe/Berlin', template };
const problems = (over: object) =>
  createTrainBody.safeParse({ ...body, ...over }).error?.issues.map(({ path }) => path.join('.'));

describe('the body of createTrain', () => {
  it('has defaults', () => {
    const expected = {
      versionBump: 'MINOR',
      isActive: true,
      template: { releaseType: 'PLANNED', pipelines: [], autoKickoff: false },
    };
    expect(createTrainBody.parse(body)).toMatchObject(expected);
  });

  it.each([
    ['FREQ=DAILY'],
    ['rrule:freq=weekly;byday=mo'],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;BYHOUR=9;BYMINUTE=30;WKST=MO'],
    ['FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270101T000000Z'],
    ['FREQ=MONTHLY;BYMONTHDAY=1,15,-1;BYMONTH=1,7;COUNT=12'],
  ])('takes the rule %s', (rrule) => {
    expect(problems({ rrule })).toBeUndefined();
  });

  it.each([
    [''],
    ['weekly'],
    ['FREQ=HOURLY'],
    ['INTERVAL=2'],
    ['FREQ=WEEKLY;FREQ=DAILY'],
    ['FREQ=WEEKLY;BYDAY=XX'],
    ['FREQ=WEEKLY;INTERVAL=0'],
    ['FREQ=DAILY;BYHOUR=9,10'],
    ['FREQ=DAILY;BYHOUR=24'],
    ['FREQ=DAILY;BYMINUTE=60'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101'],
    ['FREQ=DAILY;UNTIL=tomorrow'],
    ['FREQ=DAILY;X-FOO=1'],
    ['FREQ=DAILY;constructor=1'],
    ['FREQ=DAILY=DAILY'],
    ['FREQ=DAILY;UNTIL=20270230'],
    ['FREQ=DAILY;UNTIL=2027-01-01T10:00:00+01:00'],
    ['FREQ=WEEKLY;BYDAY=1MO'],
    ['FREQ=DAILY\nEXDATE:tomorrow'],
    ['FREQ=DAILY\nEXDATE;TZID=Mars/Olympus:20260331T023000'],
    ['FREQ=DAILY\nRDATE:20260331T023000'],
    ['DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY'],
    ['FREQ=DAILY\nFREQ=WEEKLY'],
  ])('refuses the rule %j', (rrule) => {
    expect(problems({ rrule })).toEqual(['rrule']);
  });

  it.each([
    ['UNTIL in local time', 'FREQ=DAILY;UNTIL=20270101T100000', 'FREQ=DAILY;UNTIL=20270101T100000'],
    ['UNTIL as people write times', 'FREQ=DAILY;UNTIL=2027-01-01T10:00', 'FREQ=DAILY;UNTIL=20270101T100000'],
    ['UNTIL as a day', 'FREQ=DAILY;UNTIL=2027-01-01', 'FREQ=DAILY;UNTIL=20270101'],
    [
      'what calendars write out',
      'FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0;',
      'FREQ=DAILY;BYHOUR=9;BYMINUTE=0;BYSECOND=0',
    ],
    [
      'a quoted TZID (RFC 5545, section 3.2)',
      'FREQ=DAILY\nEXDATE;TZID="Asia/Tokyo":20261225T090000',
      'FREQ=DAILY\nEXDATE:20261225T000000Z',
    ],
    [
      'leading zeros, which RFC 5545 allows',
      'FREQ=MONTHLY;INTERVAL=02;BYMONTHDAY=01,-03;BYHOUR=09;BYMINUTE=00',
      'FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,-3;BYHOUR=9;BYMINUTE=0',
    ],
    ['blanks', ' FREQ=WEEKLY; BYDAY=TU ', 'FREQ=WEEKLY;BYDAY=TU'],
    ['weeks and days of the year', 'FREQ=YEARLY;BYWEEKNO=1,27;BYDAY=MO', 'FREQ=YEARLY;BYWEEKNO=1,27;BYDAY=MO'],
    ['a Monday of the year', 'FREQ=YEARLY;BYDAY=20MO', 'FREQ=YEARLY;BYDAY=20MO'],
    [
      'EXDATE of days, times and instants',
      'RRULE:FREQ=DAILY\r\nEXDATE;VALUE=DATE:20261225,20261224\nEXDATE:20270101T090000,20270102T080000Z',
      'FREQ=DAILY\nEXDATE:20261224,20261225,20270101T090000,20270102T080000Z',
    ],
    [
      'EXDATE of another zone',
      'FREQ=DAILY\nEXDATE;TZID=Asia/Tokyo:20261225T090000',
      'FREQ=DAILY\nEXDATE:20261225T000000Z',
    ],
  ])('understands %s (K24)', (_, given, rrule) => {
    expect(createTrainBody.parse({ ...body, rrule: given }).rrule).toBe(rrule);
  });

  it.each([
    ['FREQ=HOURLY', /^has no valid FREQ for a rule that occurs at most once a day: DAILY, WEEKLY, MONTHLY or YEARLY$/],
    ['FREQ=DAILY;UNTIL=soon', /^has no valid UNTIL .*20270101T090000 for a time in the zone of the rule/],
    ['DTSTART:20260101T090000Z\nRRULE:FREQ=DAILY', /^has DTSTART.*given as dtstart/],
    ['FREQ=DAILY;BYEASTER=1', /^has BYEASTER; it may have FREQ, INTERVAL/],
  ])('says what would be right instead of %j (W11f)', (rrule, message) => {
    expect(createTrainBody.safeParse({ ...body, rrule }).error?.issues[0]?.message).toMatch(message);
  });

  it.each([
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }, 'timeZone'],
    ['a start with an offset', { dtstart: '2026-01-01T09:00Z' }, 'dtstart'],
    ['a bump that is none', { versionBump: 'HUGE' }, 'versionBump'],
    ['a name of blanks', { name: ' ' }, 'name'],
    ['a template with a version', { template: { ...template, version: '1.0.0' } }, 'template'],
    ['a template with a releaseKey', { template: { ...template, releaseKey: 'x' } }, 'template'],
    ['a template without targets', { template: { ...template, targets: [] } }, 'template.targets'],
  ])('refuses %s', (_, over, path) => {
    expect(problems(over)).toEqual([path]);
  });
});

describe('a change of a train', () => {
  const train = {
    ...body,
    trainId: 't',
    isActive: true,
    leg: 3,
    nextDepartureAt: 'soon',
    dtstart: '2026-01-01T00:00:00',
  } as unknown as TrainItem;
  const nextLeg = { leg: 4, nextDepartureAt: undefined, endedAt: undefined };

  it.each<[string, object, object]>([
    ['of its rule begins another leg', { rrule: 'FREQ=DAILY' }, { rrule: 'FREQ=DAILY', ...nextLeg }],
    ['of its zone begins another leg', { timeZone: 'UTC' }, { timeZone: 'UTC', ...nextLeg }],
    [
      'of its start begins another leg',
      { dtstart: '2026-02-01T00:00:00' },
      { dtstart: '2026-02-01T00:00:00', ...nextLeg },
    ],
    ['off or on begins another leg', { isActive: false }, { isActive: false, ...nextLeg }],
    ['of its notice begins another leg to the same departure', { noticeHours: 24 }, { noticeHours: 24, leg: 4 }],
    ['of its name does not', { name: 'Fast' }, { name: 'Fast' }],
    ['to what it is is none', { name: 'Weekly', rrule: 'FREQ=WEEKLY' }, {}],
  ])('%s', (_, change, expected) => {
    expect(changesOf(train, updateTrainBody.parse(change))).toEqual(expected);
  });

  it.each([[{}], [{ service: 'other' }], [{ isActive: null }]])('is not %j', (change) => {
    expect(updateTrainBody.safeParse(change).success).toBe(false);
  });
});

describe('what of a changed train has to be right', () => {
  it.each<[string, object, readonly string[]]>([
    ['its name', { name: 'Fast' }, []],
    ['the bump', { versionBump: 'PATCH' }, []],
    ['off', { isActive: false }, []],
    ['its template', { template }, ['template']],
    ['its rule', { rrule: 'FREQ=DAILY' }, ['schedule']],
    ['its zone, switched off', { timeZone: 'UTC', isActive: false }, ['schedule']],
    ['its start', { dtstart: '2026-02-01T00:00:00' }, ['schedule']],
    ['on', { isActive: true }, ['template', 'schedule']],
  ])('after a change of %s', (_, changes, expected) => {
    const checks = Object.entries(checksOf(changes)).flatMap(([what, isChecked]) => (isChecked ? [what] : []));
    expect(checks).toEqual(expected);
  });
});

describe('a train', () => {
  it('without a start begins in the present minute on its own clock', () => {
    expect(startOf(Date.parse('2026-07-01T07:15:42Z'), 'Europe/Berlin')).toBe('2026-07-01T09:15:00');
  });

  it.each([
    [300, { at: '2026-10-27T00:00:00.000Z' }],
    [301, { none: 'TOO_FAR', reason: expect.stringContaining('on 2026-10-28T00:00:00.000Z') }],
  ])('%d days ahead has an upcoming departure, or one that is too far to wait for', (days, expected) => {
    const now = Date.parse('2025-12-31T00:00:00Z');
    expect(upcomingOf(now + days * 86_400_000, now)).toEqual(expected);
  });

  it('without a departure has ended (W7)', () => {
    expect(upcomingOf(undefined, 0)).toMatchObject({ none: 'ENDED' });
  });

  it('keeps departures left out while they are ahead', () => {
    const [past, next, later] = ['2026-03-01', '2026-03-03', '2026-03-05'].map(
      (day) => `${day}T09:00:00.000Z`,
    ) as string[];
    const now = Date.parse('2026-03-02T00:00:00Z');
    expect(stillSkipped([later, past, next, next] as string[], now)).toEqual([next, later]);
    expect(stillSkipped([past] as string[], now)).toBeUndefined();
  });
});
