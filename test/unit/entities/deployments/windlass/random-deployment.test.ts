// Random deployments: each target once, nothing after a failure or a cancellation, and always an end.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, ResumeAction } from '../../../../../entities/deployments/windlass/progress.model.ts';
import { allSucceed, drive, type Ends, type Script } from './drive.ts';

const scripts = fc.record({
  count: fc.integer({ min: 1, max: 120 }),
  rollout: fc.record({
    strategy: fc.constantFrom('ALL_AT_ONCE', 'ROLLING', 'CANARY'),
    failurePolicy: fc.constantFrom('ROLLBACK', 'CONTINUE', 'PAUSE'),
    maxConcurrent: fc.integer({ min: 1, max: 40 }),
    batchPercent: fc.integer({ min: 1, max: 100 }),
    smokeTestSeconds: fc.constantFrom(0, 60),
  }),
  fails: fc.array(fc.integer({ min: 0, max: 119 }), { maxLength: 5 }),
  answers: fc.array(fc.constantFrom<ResumeAction>('RETRY', 'CONTINUE', 'ROLLBACK'), { maxLength: 4 }),
});
const idOf = (index: number) => `id-${String(index).padStart(3, '0')}`;
const driven = ({ fails, ...script }: { readonly fails: readonly number[] } & Script) => {
  const failed = new Set(fails.map(idOf));
  return drive({
    ...script,
    ends: (targetId, step) => (step === 'DEPLOY' && failed.has(targetId) ? 'FAILED' : 'SUCCEEDED'),
  });
};
const inStep = (outcomes: readonly Outcome[], step: string) =>
  outcomes.filter((one) => one.step === step).map(({ targetId }) => targetId);

describe('a random deployment', () => {
  it('deploys to each target at most once in an attempt, and to all of them if it succeeds', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const { waves, end, outcomes } = driven(script);
        for (const step of new Set(waves.map(({ taskStep }) => taskStep))) {
          const ids = waves.filter(({ taskStep }) => taskStep === step).flatMap(({ targetIds }) => targetIds);
          expect(new Set(ids).size).toBe(ids.length);
        }
        const succeeded = outcomes.filter((one) => one.step !== 'ROLLBACK' && one.status === 'SUCCEEDED');
        if (end.status === 'SUCCEEDED') expect(succeeded).toHaveLength(script.count);
      }),
    );
  });

  it('numbers its waves, of at most forty targets, in at most 160', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const { waves } = driven(script);
        expect(waves.map(({ wave }) => wave)).toEqual(waves.map((_, index) => index + 1));
        expect(Math.max(...waves.map(({ targetIds }) => targetIds.length))).toBeLessThanOrEqual(40);
        expect(waves.length).toBeLessThanOrEqual(160);
      }),
    );
  });

  it('begins nothing after a failure under ROLLBACK, and takes back every target that it changed', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const rollout = { ...script.rollout, failurePolicy: 'ROLLBACK' };
        const { waves, end, outcomes } = driven({ ...script, rollout });
        const failures = outcomes.filter(({ status }) => status === 'FAILED').map(({ targetId }) => targetId);
        const deploying = waves.filter(({ taskStep }) => taskStep !== 'ROLLBACK');
        const first = deploying.findIndex(({ targetIds }) => targetIds.some((id) => failures.includes(id)));
        const isTakenBack = first >= 0;
        expect(deploying).toHaveLength(isTakenBack ? first + 1 : deploying.length);
        const changed = isTakenBack ? inStep(outcomes, 'DEPLOY').toSorted() : [];
        expect(inStep(outcomes, 'ROLLBACK').toSorted()).toEqual(changed);
        expect(end.status).toBe(isTakenBack ? 'ROLLED_BACK' : 'SUCCEEDED');
      }),
    );
  });

  it('has no more tasks at once than it may, unless failures are passed over', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const rollout = {
          ...script.rollout,
          failurePolicy: 'PAUSE',
          maxConcurrent: Math.max(3, script.rollout.maxConcurrent),
        };
        const { waves } = driven({ ...script, rollout });
        const most = Math.max(
          ...waves.filter(({ taskStep }) => taskStep !== 'ROLLBACK').map(({ targetIds }) => targetIds.length),
        );
        expect(most).toBeLessThanOrEqual(rollout.maxConcurrent);
      }),
    );
  });

  it('begins nothing after it was cancelled', () => {
    fc.assert(
      fc.property(scripts, fc.integer({ min: 0, max: 6 }), (script, cancelAt) => {
        const { end, wavesAfterCancel, path } = driven({ ...script, cancelAt });
        expect(wavesAfterCancel).toBe(0);
        if (path.length > cancelAt) expect(end.status).toBe('CANCELLED');
      }),
    );
  });

  it('decides the same again', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        expect(driven(script)).toEqual(driven(script));
      }),
    );
  });
});

it('ends whatever its tasks do', () => {
  const statuses = fc.constantFrom<Outcome['status']>('OPEN', 'SUCCEEDED', 'FAILED', 'CANCELLED');
  fc.assert(
    fc.property(scripts, fc.infiniteStream(statuses), ({ fails: _, ...script }, drawn) => {
      const ends: Ends = () => drawn.next().value ?? 'OPEN';
      expect(['SUCCEEDED', 'FAILED', 'ROLLED_BACK']).toContain(drive({ ...script, ends }).end.status);
    }),
  );
  expect(drive({ ends: allSucceed }).end.status).toBe('SUCCEEDED');
});
