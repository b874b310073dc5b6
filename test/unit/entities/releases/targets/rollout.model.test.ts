// Rollouts as tables: the legal requests to each store in each state, and the meaning of its answers.
import { describe, expect, it } from 'vitest';
import type { TargetType } from '../../../../../entities/integrations/types/integration-types.ts';
import {
  RELEASE_STATUSES,
  type ReleaseStatus,
  ROLLOUT_ACTIONS,
  type RolloutState,
  TARGET_STATUSES,
} from '../../../../../entities/releases/lifecycle/status.model.ts';
import {
  firstPercentage,
  type RolloutAction,
  releasedBy,
  rolloutBegun,
  rolloutDone,
  wantRollout,
} from '../../../../../entities/releases/targets/rollout.model.ts';
import type { StoreAnswer } from '../../../../../entities/releases/targets/store-answer.model.ts';
import { isBeforeSubmission } from '../../../../../entities/releases/targets/target.model.ts';
import { sampleRelease, sampleTarget } from '../release-samples.ts';

const out = sampleRelease({ status: 'BUILD_SUBMITTED' });
const NONE = 'NONE';
type Progress = RolloutState | typeof NONE;
const PROGRESSES: readonly Progress[] = [NONE, 'ROLLING_OUT', 'PAUSED', 'HALTED', 'COMPLETED'];
const at = (progress: Progress, rolloutPercentage?: number) =>
  sampleTarget({
    targetStatus: 'APPROVED',
    ...(progress === NONE ? {} : { rolloutState: progress }),
    ...(rolloutPercentage === undefined ? {} : { rolloutPercentage }),
  });

/** From where each store is asked (+) or knows already (=); everything else is refused. */
const MAY: Readonly<
  Record<'APP_STORE' | 'PLAY_STORE', Readonly<Record<RolloutAction, Partial<Record<Progress, '+' | '='>>>>>
> = {
  APP_STORE: {
    ROLL_OUT: { NONE: '+', ROLLING_OUT: '+' },
    PAUSE: { ROLLING_OUT: '+', PAUSED: '=' },
    RESUME: { PAUSED: '+', HALTED: '+', ROLLING_OUT: '=' },
    HALT: {},
    COMPLETE: { NONE: '+', ROLLING_OUT: '+', PAUSED: '+', COMPLETED: '=' },
  },
  PLAY_STORE: {
    ROLL_OUT: { NONE: '+', ROLLING_OUT: '+' },
    PAUSE: {},
    RESUME: { PAUSED: '+', HALTED: '+', ROLLING_OUT: '=' },
    HALT: { ROLLING_OUT: '+', HALTED: '=' },
    COMPLETE: { NONE: '+', ROLLING_OUT: '+', PAUSED: '+', COMPLETED: '=' },
  },
};
const cases = (Object.keys(MAY) as (keyof typeof MAY)[]).flatMap((store) =>
  ROLLOUT_ACTIONS.flatMap((action) => PROGRESSES.map((progress) => ({ store, action, progress }))),
);
const refusal = expect.objectContaining({ code: 'release.rollout_refused', status: 409 });

describe('wanting a rollout', () => {
  it.each(cases)('$store: $action from $progress', ({ store, action, progress }) => {
    const work = () => wantRollout(out, at(progress), store, { action, percentage: 100 });
    const may = MAY[store][action][progress];
    if (may === undefined) expect(work).toThrow(refusal);
    else if (may === '=') expect(work()).toBeUndefined();
    else expect(work()).toMatchObject({ action });
  });

  it.each([
    ['PLAY_STORE', 10, 25, 'asked'],
    ['PLAY_STORE', 10, 10, 'known'],
    ['PLAY_STORE', 10, 5, 'refused'],
    ['PLAY_STORE', 0.1, 0.5, 'asked'],
    ['PLAY_STORE', undefined, 10, 'refused'],
    ['PLAY_STORE', undefined, 100, 'asked'],
    ['PLAY_STORE', 10, 101, 'refused'],
    ['APP_STORE', undefined, 1, 'asked'],
    ['APP_STORE', undefined, 10, 'refused'],
    ['APP_STORE', 1, 100, 'asked'],
    ['WEB', undefined, 100, 'refused'],
  ] as const)('%s at %s percent, to %s: %s', (store, current, percentage, verdict) => {
    const target = at(current === undefined ? NONE : 'ROLLING_OUT', current);
    const work = () => wantRollout(out, target, store as TargetType, { action: 'ROLL_OUT', percentage });
    if (verdict === 'refused') expect(work).toThrow(refusal);
    else expect(work()).toEqual(verdict === 'known' ? undefined : { action: 'ROLL_OUT', percentage });
  });

  it.each([
    [29, true],
    [30, false],
    [45, false],
  ])('pauses an App Store release that was paused for %s days: %s', (rolloutPausedDays, may) => {
    const work = () => wantRollout(out, { ...at('ROLLING_OUT'), rolloutPausedDays }, 'APP_STORE', { action: 'PAUSE' });
    if (may) expect(work()).toEqual({ action: 'PAUSE' });
    else expect(work).toThrow('30 days in all');
  });

  it.each(TARGET_STATUSES)('of a target that is %s needs the approval of its store', (targetStatus) => {
    const target = { ...at('ROLLING_OUT', 1), targetStatus };
    const work = () => wantRollout(out, target, 'PLAY_STORE', { action: 'HALT' });
    if (targetStatus === 'APPROVED' || targetStatus === 'RELEASED') expect(work()).toEqual({ action: 'HALT' });
    else expect(work).toThrow(refusal);
  });

  it('of a target that was reported released to all has nothing left', () => {
    const target = sampleTarget({ targetStatus: 'RELEASED' });
    expect(() => wantRollout(out, target, 'PLAY_STORE', { action: 'ROLL_OUT', percentage: 50 })).toThrow(refusal);
    expect(wantRollout(out, target, 'PLAY_STORE', { action: 'COMPLETE' })).toBeUndefined();
  });

  it.each(ROLLOUT_ACTIONS)('of a paused release does nothing new: %s', (action) => {
    const release = { ...out, isPaused: true, pauseReason: 'USER_REQUESTED' } as const;
    const store = action === 'PAUSE' ? 'APP_STORE' : 'PLAY_STORE';
    const target = at(action === 'RESUME' ? 'HALTED' : 'ROLLING_OUT', 10);
    const work = () => wantRollout(release, target, store, { action, percentage: 100 });
    if (action === 'PAUSE' || action === 'HALT') expect(work()).toEqual({ action });
    else expect(work).toThrow(expect.objectContaining({ code: 'release.paused' }));
  });

  const MAY_IN: readonly ReleaseStatus[] = ['BUILD_SUBMITTED', 'REGRESSION_IN_PROGRESS', 'RELEASED'];
  it.each(RELEASE_STATUSES)('of a release in %s', (status) => {
    const work = () => wantRollout(sampleRelease({ status }), at(NONE), 'APP_STORE', { action: 'COMPLETE' });
    if (MAY_IN.includes(status)) expect(work()).toBeDefined();
    else expect(work).toThrow(expect.objectContaining({ code: 'release.illegal_transition' }));
  });
});

describe('before the store has the version', () => {
  const BEFORE: readonly ReleaseStatus[] = [
    'KICKOFF_PENDING',
    'PENDING',
    'STARTED',
    'REGRESSION_IN_PROGRESS',
    'BUILD_SUBMITTED',
  ];
  it.each(RELEASE_STATUSES.flatMap((status) => TARGET_STATUSES.map((targetStatus) => ({ status, targetStatus }))))(
    'is a target that is $targetStatus of a release in $status, or not',
    ({ status, targetStatus }) => {
      const isWithoutVersion = ['PENDING', 'BUILDING', 'REJECTED', 'WITHDRAWN', 'FAILED'].includes(targetStatus);
      expect(isBeforeSubmission(sampleRelease({ status }), sampleTarget({ targetStatus }))).toBe(
        BEFORE.includes(status) && isWithoutVersion,
      );
    },
  );

  it.each([
    ['PLAY_STORE', undefined, 10, { initialPercentage: 10 }],
    ['PLAY_STORE', 10, 5, { initialPercentage: 5 }],
    ['PLAY_STORE', 10, 10, undefined],
    ['PLAY_STORE', 10, 100, { initialPercentage: 100 }],
    ['PLAY_STORE', undefined, 100, undefined],
    ['APP_STORE', undefined, 1, { initialPercentage: 1 }],
    ['APP_STORE', undefined, 10, refusal],
    ['WEB', undefined, 50, refusal],
  ] as const)('%s planned for %s percent may begin with %s', (store, initialPercentage, percentage, expected) => {
    const target = sampleTarget(initialPercentage === undefined ? {} : { initialPercentage });
    const work = () => firstPercentage(target, store, percentage);
    if (expected === refusal) expect(work).toThrow(refusal);
    else expect(work()).toEqual(expected);
  });

  it.each([
    [10, 10, { rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 }],
    [1, undefined, { rolloutState: 'ROLLING_OUT' }],
    [100, undefined, {}],
    [undefined, undefined, {}],
  ])('submitted for %s percent, of which the store says %s', (initialPercentage, percentage, expected) => {
    expect(rolloutBegun(initialPercentage, percentage)).toEqual(expected);
  });

  it.each(['PENDING', 'BUILDING', 'REJECTED'] as const)(
    'says which hotfix holds a target that is %s back',
    (status) => {
      const held = sampleRelease({ status: 'BUILD_SUBMITTED', blockedByReleaseKey: 'app@0.9.1' });
      const target = sampleTarget({ targetStatus: status });
      expect(() => wantRollout(held, target, 'PLAY_STORE', { action: 'COMPLETE' })).toThrow(
        expect.objectContaining({
          code: 'release.held_back',
          status: 409,
          message: expect.stringContaining('app@0.9.1'),
        }),
      );
    },
  );
});

describe("a store's answer", () => {
  it.each<[StoreAnswer['state'], number | undefined, object]>([
    ['ROLLING_OUT', 10, { rolloutState: 'ROLLING_OUT', rolloutPercentage: 10 }],
    ['PAUSED', 5, { rolloutState: 'PAUSED', rolloutPercentage: 5 }],
    ['HALTED', 20, { rolloutState: 'HALTED', rolloutPercentage: 20 }],
    ['RELEASED', undefined, { rolloutState: 'COMPLETED', rolloutPercentage: 100 }],
    ['APPROVED', undefined, { rolloutState: 'ROLLING_OUT', rolloutPercentage: 7 }],
  ])('%s at %s percent', (state, percentage, expected) => {
    const changes = rolloutDone({ action: 'ROLL_OUT', percentage: 7 }, { state, percentage, pausedDays: 2 });
    expect(changes).toEqual({ ...expected, rolloutPausedDays: 2, rolloutWanted: undefined, rolloutError: undefined });
  });
});

describe('a target', () => {
  const cases = TARGET_STATUSES.flatMap((targetStatus) =>
    (['ROLLING_OUT', 'PAUSED', 'HALTED', 'COMPLETED'] as const).map((state) => ({ targetStatus, state })),
  );

  it.each(cases)('that is $targetStatus, its rollout $state, is out when approved and with everybody', (row) => {
    const isOut = row.targetStatus === 'APPROVED' && row.state === 'COMPLETED';
    const changes = releasedBy(sampleTarget({ targetStatus: row.targetStatus }), row.state, '2026-03-01T12:00:00.000Z');
    expect(changes).toEqual(isOut ? { targetStatus: 'RELEASED', releasedAt: '2026-03-01T12:00:00.000Z' } : undefined);
  });
});
