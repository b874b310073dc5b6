// The next step of a promotion that waits, and the time until it is looked at again.
import { describe, expect, it } from 'vitest';
import { isoOf } from '../../../../entities/_base/time/iso.ts';
import { evaluate } from '../../../../entities/promotions/decisions/decision-record.model.ts';
import type { Snapshot } from '../../../../entities/promotions/decisions/snapshot.model.ts';
import {
  expired,
  momentAfter,
  orphaned,
  outcomeOf,
  secondsToLook,
  superseded,
  verdictsHashOf,
} from '../../../../entities/promotions/next-step.model.ts';
import { allowed, freeze, NOW, stop } from './fixture.ts';

const AT = Date.parse(NOW);
const recordOf = (over: Partial<Snapshot> = {}) => evaluate({ ...allowed, ...over });
const rejection = [{ userId: 'petra', action: 'REJECTED' as const, decidedAt: NOW, groupIds: [] }];
const stopped = { environment: { ...allowed.environment, stop } };

describe('the outcome of an evaluation', () => {
  it.each([
    ['all gates pass', {}, {}, 'APPROVED', 'LOCK', undefined],
    ['the place is taken', {}, { executing: { releaseKey: 'api@0.9.0' } }, 'APPROVED', 'WAIT', 'promotion.place_taken'],
    ['only approvals are missing', { decisions: [] }, {}, 'PENDING_APPROVAL', 'ASK', 'approvals.missing'],
    ['people are asked already', { decisions: [] }, { isAsked: true }, 'PENDING_APPROVAL', 'WAIT', 'approvals.missing'],
    ['a gate is closed', stopped, {}, 'PENDING_GATES', 'WAIT', 'emergency_stop.in_force'],
    [
      'a gate is closed beside approvals',
      { ...stopped, decisions: [] },
      {},
      'PENDING_GATES',
      'WAIT',
      'emergency_stop.in_force',
    ],
    [
      'the calendar is closed beside approvals',
      { freezeWindows: [freeze], decisions: [] },
      {},
      'PENDING_GATES',
      'WAIT',
      'freeze.closed',
    ],
    ['a person rejected it', { decisions: rejection }, {}, 'REJECTED', 'END', 'approvals.rejected'],
    [
      'a gate fails beside a closed one',
      { ...stopped, decisions: rejection },
      {},
      'REJECTED',
      'END',
      'approvals.rejected',
    ],
  ])('when %s', (_, over, standing, status, step, code) => {
    const outcome = outcomeOf({ record: recordOf(over), isAsked: false, executing: undefined, ...standing });
    expect([outcome.status, outcome.step, outcome.code]).toEqual([status, step, code]);
    expect(outcome.reason === undefined).toBe(code === undefined);
  });

  it('names the newer promotion', () => {
    expect(superseded({ promotionId: 'p2', releaseKey: 'api@2.0.0' })).toEqual({
      ...{ status: 'SUPERSEDED', step: 'END', code: 'promotion.superseded', supersededBy: 'p2' },
      reason: 'A newer promotion took its place: api@2.0.0.',
    });
  });

  it.each([
    ['release', 'deleted', 'promotion.release_deleted', 'The release was deleted.'],
    ['release', 'cancelled', 'promotion.release_cancelled', 'The release was cancelled.'],
    ['environment', 'deleted', 'promotion.environment_deleted', 'The environment was deleted.'],
  ] as const)('says that the %s was %s', (what, did, code, reason) => {
    expect(orphaned(what, did)).toEqual({ status: 'CANCELLED', step: 'END', code, reason });
  });
});

describe('the hash of verdicts', () => {
  it('is the same at another moment, and differs with a verdict or the policy', () => {
    const of = (over: Partial<Snapshot>) => verdictsHashOf(recordOf(over));
    expect(of({ at: '2026-06-01T12:00:01.000Z' })).toBe(of({}));
    expect(of(stopped)).not.toBe(of({}));
    expect(of({ policy: { ...allowed.policy, version: 4 } })).not.toBe(of({}));
  });
});

describe('a wait', () => {
  const DAY = 86_400;
  const asked = (secondsAgo: number) => ({ requestedAt: isoOf(AT - secondsAgo * 1_000) });
  it.each([
    ['has just begun', asked(0), recordOf(stopped), 300],
    ['has lasted an hour', asked(3_600), recordOf(stopped), 3_600],
    ['has lasted a day', asked(DAY), recordOf(stopped), 6 * 3_600],
    [
      'has had another verdict a minute ago',
      { ...asked(DAY), evaluatedAt: isoOf(AT - 60_000) },
      recordOf(stopped),
      300,
    ],
    ['is to end soon', asked(30 * DAY - 100), recordOf(stopped), 100],
    ['has no record', asked(0), undefined, 300],
    [
      'ends with a soak',
      asked(DAY),
      recordOf({
        sources: [
          {
            ...{ environmentId: 'staging', name: 'staging' },
            deployment: { status: 'SUCCEEDED', finishedAt: isoOf(AT - 58 * 60_000), soakMinutes: 60 },
          },
        ],
      }),
      120,
    ],
    ['ends with a freeze', asked(DAY), recordOf({ freezeWindows: [{ ...freeze, duration: 'PT12H10M' }] }), 600],
  ])('that %s is looked at after %s', (_, promotion, record, seconds) => {
    expect(secondsToLook(promotion, record, AT)).toBe(seconds);
  });

  it.each([
    [30 * DAY - 1, undefined],
    [30 * DAY, 'promotion.expired'],
  ])('of %d seconds', (seconds, code) => {
    expect(expired(asked(seconds), AT)?.code).toBe(code);
  });
});

describe('the moment of an evaluation', () => {
  it.each([
    [undefined, NOW],
    ['2026-06-01T11:59:00.000Z', NOW],
    [NOW, '2026-06-01T12:00:00.001Z'],
    ['2026-06-01T12:00:00.005Z', '2026-06-01T12:00:00.006Z'],
  ])('after %s is %s', (before, moment) => {
    expect(momentAfter(before, AT)).toBe(moment);
  });
});
