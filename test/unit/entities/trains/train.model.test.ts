// Bodies of trains: which rules and templates are taken, and which changes begin another leg.
import { describe, expect, it } from 'vitest';
import type { TrainItem } from '../../../../entities/trains/train.entity.ts';
import {
  changesOf,
  checksOf,
  createTrainBody,
  mayWaitUntil,
  startOf,
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
    ['FREQ=DAILY\nEXDATE:20260331T023000'],
    ['FREQ=DAILY=DAILY'],
  ])('refuses the rule %j', (rrule) => {
    expect(problems({ rrule })).toEqual(['rrule']);
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
  const nextLeg = { leg: 4, nextDepartureAt: undefined };

  it.each<[string, object, object]>([
    ['of its rule begins another leg', { rrule: 'FREQ=DAILY' }, { rrule: 'FREQ=DAILY', ...nextLeg }],
    ['of its zone begins another leg', { timeZone: 'UTC' }, { timeZone: 'UTC', ...nextLeg }],
    [
      'of its start begins another leg',
      { dtstart: '2026-02-01T00:00:00' },
      { dtstart: '2026-02-01T00:00:00', ...nextLeg },
    ],
    ['off or on begins another leg', { isActive: false }, { isActive: false, ...nextLeg }],
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
    [300, true],
    [301, false],
  ])('may wait %d days: %s', (days, may) => {
    expect(mayWaitUntil(days * 86_400_000, 0)).toBe(may);
  });

  it('waits for no departure that there is not', () => {
    expect(mayWaitUntil(undefined, 0)).toBe(false);
  });
});
