// The watch over a targetReleaseDate, for every kind of release and for dates further off than an execution lasts.
import { describe, expect, it } from 'vitest';
import { deadlineStep, delayedReasonOf } from '../../../../../entities/releases/planning/deadline.model.ts';
import type { ReleaseItem } from '../../../../../entities/releases/release.entity.ts';

const DATE = '2026-04-01T00:00:00.000Z';
const START = '2026-03-01T00:00:00.000Z';
const at = (iso: string) => Date.parse(iso);
const release = (over: Partial<ReleaseItem> = {}) =>
  ({ status: 'STARTED', isDelayed: false, targetReleaseDate: DATE, ...over }) as ReleaseItem;
const watch = (targetReleaseDate = DATE) => ({ targetReleaseDate, startedAt: START });

describe('deadlineStep', () => {
  it.each<[string, Partial<ReleaseItem>, string, object]>([
    ['waits until a date ahead', {}, START, { step: 'WAIT', until: DATE }],
    ['waits to the millisecond', {}, '2026-03-31T23:59:59.999Z', { step: 'WAIT', until: DATE }],
    ['marks on the date', {}, DATE, { step: 'DELAY' }],
    ['marks after the date', {}, '2026-05-01T00:00:00.000Z', { step: 'DELAY' }],
    ['marks what waits for its kickoff', { status: 'KICKOFF_PENDING' }, DATE, { step: 'DELAY' }],
    ['marks what is paused', { isPaused: true }, DATE, { step: 'DELAY' }],
    ['leaves what is marked', { isDelayed: true }, DATE, { step: 'SETTLED' }],
    ['leaves what is RELEASED', { status: 'RELEASED' }, DATE, { step: 'SETTLED' }],
    ['leaves what is CANCELLED', { status: 'CANCELLED' }, DATE, { step: 'SETTLED' }],
    ['leaves what is ARCHIVED', { status: 'ARCHIVED' }, DATE, { step: 'SETTLED' }],
    [
      'leaves another date to its own watch',
      { targetReleaseDate: '2026-06-01T00:00:00.000Z' },
      DATE,
      { step: 'SETTLED' },
    ],
    ['leaves a release without a date', { targetReleaseDate: undefined as never }, DATE, { step: 'SETTLED' }],
  ])('%s', (_, over, now, expected) => {
    expect(deadlineStep(release(over), watch(), at(now))).toEqual(expected);
  });

  it.each<[string, string, object]>([
    ['waits while its day lasts', '2026-04-01T21:59:59.999Z', { step: 'WAIT', until: '2026-04-01T22:00:00.000Z' }],
    ['marks when its day is over', '2026-04-01T22:00:00.000Z', { step: 'DELAY' }],
  ])('%s (K20)', (_, now, expected) => {
    const day = '2026-04-01T21:59:59.999Z';
    const one = release({ targetReleaseDate: day, targetLocal: '2026-04-01', targetTimeZone: 'Europe/Berlin' });
    expect(deadlineStep(one, watch(day), at(now))).toEqual(expected);
  });

  it('hands over after 300 days of waiting for a date further away', () => {
    const far = '2028-01-01T00:00:00.000Z';
    const limit = '2026-12-26T00:00:00.000Z';
    const one = release({ targetReleaseDate: far });
    expect(deadlineStep(one, watch(far), at(START))).toEqual({ step: 'WAIT', until: limit });
    expect(deadlineStep(one, watch(far), at(limit))).toEqual({ step: 'RENEW' });
  });
});

describe('the reason of a delay', () => {
  const whole = (over: object = {}) => ({ release: release(over as never), targets: [], pipelines: [] }) as never;
  const inTokyo = { timeZone: 'Asia/Tokyo', pilotName: 'Dev' };
  const reasonOf = (over: object, told: Parameters<typeof delayedReasonOf>[1] = inTokyo) =>
    delayedReasonOf(whole(over), told, (id) => id);
  const SIGN_OFF = { status: 'REGRESSION_IN_PROGRESS', regressionCycle: 1, listedCycle: 1 };
  const DUE = { targetReleaseDate: '2026-11-29T08:48:42.986Z' };

  it("is a person's where there is one", () => {
    expect(reasonOf({ delayedReason: 'review' })).toBe('review');
  });

  it.each([
    [SIGN_OFF, inTokyo, 'Due 29 Nov, 17:48; in regression, cycle 1, waits for the sign-off of Dev'],
    [SIGN_OFF, { timeZone: 'UTC' }, 'Due 29 Nov, 08:48; in regression, cycle 1, waits for the sign-off of a LEAD'],
    [
      { status: 'KICKOFF_PENDING', autoKickoff: false },
      inTokyo,
      'Due 29 Nov, 17:48; not kicked off, waits for its kickoff',
    ],
    [
      { ...SIGN_OFF, targetLocal: '2026-11-29', targetTimeZone: 'Europe/Berlin' },
      inTokyo,
      'Due 29 Nov; in regression, cycle 1, waits for the sign-off of Dev',
    ],
    [
      { ...SIGN_OFF, signOffRejection: { cycle: 1, by: 'Lena', at: 'x', comment: 'crash' } },
      inTokyo,
      'Due 29 Nov, 17:48; in regression, cycle 1, waits for the next cycle: Lena does not sign off cycle 1: crash',
    ],
  ])(
    'says of %j when it was due, where it stands and whom it waits for (W-text: It was to be released by)',
    (over, told, reason) => {
      expect(reasonOf({ ...DUE, ...over }, told)).toBe(reason);
    },
  );
});
