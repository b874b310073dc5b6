// The next step of a deployment: the way through each strategy and failure policy, pauses and judgements.
import { describe, expect, it } from 'vitest';
import { MOST_PAUSES } from '../../../../../entities/deployments/windlass/next-step.model.ts';
import type { ResumeAction } from '../../../../../entities/deployments/windlass/progress.model.ts';
import { drive, type Ends, type Script } from './drive.ts';

const CANARY = {
  strategy: 'CANARY',
  smokeTestSeconds: 0,
  steps: [{ percent: 25, soakSeconds: 60, thresholds: [{ metric: 'error_rate', most: 1 }] }],
};
const failing =
  (...ids: readonly string[]): Ends =>
  (targetId, step) =>
    step === 'DEPLOY' && ids.includes(targetId) ? 'FAILED' : 'SUCCEEDED';
const alwaysFailing =
  (...ids: readonly string[]): Ends =>
  (targetId, step) =>
    step !== 'ROLLBACK' && ids.includes(targetId) ? 'FAILED' : 'SUCCEEDED';
const rate = (value: number) => () => [{ name: 'error_rate', value }];

const ways: readonly [string, Script, readonly string[], string, string | undefined][] = [
  ['all at once, with a smoke test', {}, ['DEPLOY 4', 'SOAK', 'END'], 'SUCCEEDED', undefined],
  ['without a smoke test', { rollout: { smokeTestSeconds: 0 } }, ['DEPLOY 4', 'END'], 'SUCCEEDED', undefined],
  [
    'in waves of as many as may be under way',
    { count: 50, rollout: { smokeTestSeconds: 0, maxConcurrent: 20 } },
    ['DEPLOY 20', 'DEPLOY 20', 'DEPLOY 10', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'in waves of forty if failures are passed over',
    { count: 90, rollout: { smokeTestSeconds: 0, maxConcurrent: 2, failurePolicy: 'CONTINUE' } },
    ['DEPLOY 40', 'DEPLOY 40', 'DEPLOY 10', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'in batches',
    { rollout: { strategy: 'ROLLING', batchPercent: 50, smokeTestSeconds: 0 } },
    ['DEPLOY 2', 'DEPLOY 2', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'as a canary within its thresholds',
    { rollout: CANARY, facts: rate(0.5) },
    ['DEPLOY 1', 'SOAK', 'DEPLOY 3', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'as a canary beyond its thresholds, taken back',
    { rollout: CANARY, facts: rate(3) },
    ['DEPLOY 1', 'SOAK', 'ROLLBACK 1', 'END'],
    'ROLLED_BACK',
    'Step 1 of 2 was not passed: error_rate was 3, at most 1 is allowed.',
  ],
  [
    'as a canary that nobody measured, taken back',
    { rollout: CANARY },
    ['DEPLOY 1', 'SOAK', 'ROLLBACK 1', 'END'],
    'ROLLED_BACK',
    'Step 1 of 2 was not passed: error_rate was not recorded.',
  ],
  [
    'as a canary of unhealthy targets, taken back',
    { rollout: CANARY, facts: rate(0), unhealthy: ['id-000'] },
    ['DEPLOY 1', 'SOAK', 'ROLLBACK 1', 'END'],
    'ROLLED_BACK',
    'Step 1 of 2 was not passed: unhealthy: web-000.',
  ],
  [
    'as a canary beyond its thresholds, with which it goes on',
    { rollout: { ...CANARY, failurePolicy: 'CONTINUE' }, facts: rate(3) },
    ['DEPLOY 1', 'SOAK', 'DEPLOY 3', 'END'],
    'FAILED',
    'Step 1 of 2 was not passed: error_rate was 3, at most 1 is allowed.',
  ],
  [
    'taken back after the failure of a target, with that target',
    { ends: failing('id-001') },
    ['DEPLOY 4', 'ROLLBACK 4', 'END'],
    'ROLLED_BACK',
    '1 of 4 targets failed: web-001.',
  ],
  [
    'failed if nothing was changed',
    { count: 1, ends: () => 'CANCELLED' },
    ['DEPLOY 1', 'END'],
    'FAILED',
    '1 of 1 target failed: web-000.',
  ],
  [
    'failed if a target could not be taken back',
    {
      ends: (targetId, step) =>
        step === 'ROLLBACK' ? (targetId === 'id-002' ? 'FAILED' : 'SUCCEEDED') : failing('id-001')(targetId, step),
    },
    ['DEPLOY 4', 'ROLLBACK 4', 'END'],
    'FAILED',
    '1 of 4 targets failed: web-001. 1 of 4 targets could not be taken back: web-002.',
  ],
  [
    'past failed targets, which it counts',
    {
      count: 50,
      rollout: { failurePolicy: 'CONTINUE', smokeTestSeconds: 0 },
      ends: failing('id-001', 'id-003', 'id-004', 'id-049'),
    },
    ['DEPLOY 40', 'DEPLOY 10', 'END'],
    'FAILED',
    '4 of 50 targets failed: web-001, web-003, web-004 and 1 more.',
  ],
  [
    'taken back after a smoke test',
    { unhealthy: ['id-003'] },
    ['DEPLOY 4', 'SOAK', 'ROLLBACK 4', 'END'],
    'ROLLED_BACK',
    'Unhealthy after the deployment: web-003.',
  ],
  [
    'failed by a smoke test with which it goes on',
    { rollout: { failurePolicy: 'CONTINUE' }, unhealthy: ['id-003'] },
    ['DEPLOY 4', 'SOAK', 'END'],
    'FAILED',
    'Unhealthy after the deployment: web-003.',
  ],
  [
    'paused, retried',
    { rollout: { failurePolicy: 'PAUSE', smokeTestSeconds: 0 }, ends: failing('id-001'), answers: ['RETRY'] },
    ['DEPLOY 4', 'PAUSE', 'DEPLOY-2 1', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'paused, continued',
    {
      rollout: { strategy: 'ROLLING', batchPercent: 50, failurePolicy: 'PAUSE', smokeTestSeconds: 0 },
      ends: failing('id-001'),
      answers: ['CONTINUE'],
    },
    ['DEPLOY 2', 'PAUSE', 'DEPLOY 2', 'END'],
    'FAILED',
    '1 of 4 targets failed: web-001.',
  ],
  [
    'paused again by a later failure, retried with the earlier one',
    {
      rollout: { strategy: 'ROLLING', batchPercent: 50, failurePolicy: 'PAUSE', smokeTestSeconds: 0 },
      ends: failing('id-001', 'id-002'),
      answers: ['CONTINUE', 'RETRY'],
    },
    ['DEPLOY 2', 'PAUSE', 'DEPLOY 2', 'PAUSE', 'DEPLOY-2 2', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'paused, taken back by a person',
    { rollout: { failurePolicy: 'PAUSE' }, ends: failing('id-001'), answers: ['ROLLBACK'] },
    ['DEPLOY 4', 'PAUSE', 'ROLLBACK 4', 'END'],
    'ROLLED_BACK',
    '1 of 4 targets failed: web-001.',
  ],
  [
    'paused for a week, and taken back',
    { rollout: { failurePolicy: 'PAUSE' }, ends: failing('id-001') },
    ['DEPLOY 4', 'PAUSE', 'ROLLBACK 4', 'END'],
    'ROLLED_BACK',
    '1 of 4 targets failed: web-001. Nobody decided within 7 days.',
  ],
  [
    'paused by a canary, which is measured once more',
    {
      rollout: { ...CANARY, failurePolicy: 'PAUSE' },
      answers: ['RETRY', 'CONTINUE'],
      facts: rate(3),
    },
    ['DEPLOY 1', 'SOAK', 'PAUSE', 'SOAK', 'PAUSE', 'DEPLOY 3', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'paused by a smoke test, which a person accepts',
    { rollout: { failurePolicy: 'PAUSE' }, unhealthy: ['id-000'], answers: ['RETRY', 'CONTINUE'] },
    ['DEPLOY 4', 'SOAK', 'PAUSE', 'SOAK', 'PAUSE', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'failed if its tasks never end',
    { count: 1, ends: () => 'OPEN' },
    ['DEPLOY 1', 'DEPLOY 1', 'DEPLOY 1', 'DEPLOY 1', 'END'],
    'FAILED',
    'The tasks of 1 targets did not end, in 3 waves.',
  ],
  [
    'cancelled before it began',
    { cancelAt: 0 },
    ['END'],
    'CANCELLED',
    'Cancelled: 0 of 4 targets got the new version.',
  ],
  [
    'cancelled in a soak',
    { cancelAt: 2, rollout: CANARY, facts: rate(0) },
    ['DEPLOY 1', 'SOAK', 'END'],
    'CANCELLED',
    'Cancelled: 1 of 4 targets got the new version.',
  ],
  [
    'cancelled while it is taken back',
    { cancelAt: 2, ends: failing('id-001'), rollout: { maxConcurrent: 1 } },
    ['DEPLOY 1', 'DEPLOY 1', 'END'],
    'CANCELLED',
    'Cancelled: 1 of 4 targets got the new version.',
  ],
  [
    'cancelled when some targets were taken back',
    { count: 42, cancelAt: 3, ends: failing('id-041'), rollout: { maxConcurrent: 40 } },
    ['DEPLOY 40', 'DEPLOY 2', 'ROLLBACK 40', 'END'],
    'CANCELLED',
    'Cancelled: 1 of 42 targets got the new version and did not go back.',
  ],
  [
    'as a canary over one target, whose steps without targets and soak are judged by the first',
    {
      count: 1,
      facts: rate(0),
      rollout: {
        ...CANARY,
        steps: [1, 50, 100].map((percent) => ({ ...CANARY.steps[0], percent, soakSeconds: percent === 1 ? 60 : 0 })),
      },
    },
    ['DEPLOY 1', 'SOAK', 'END'],
    'SUCCEEDED',
    undefined,
  ],
  [
    'failed, and not taken back, if a target that was changed cannot go back',
    { ends: failing('id-001'), irreversible: () => 'old' },
    ['DEPLOY 4', 'END'],
    'FAILED',
    '1 of 4 targets failed: web-001. It was not taken back: 4 of 4 targets cannot go back: web-000, web-001, web-002 and 1 more.',
  ],
  [
    'taken back if the targets that cannot go back run the version already, or nothing',
    { ends: failing('id-001'), irreversible: (index) => (index === 0 ? 'new' : undefined) },
    ['DEPLOY 4', 'ROLLBACK 4', 'END'],
    'ROLLED_BACK',
    '1 of 4 targets failed: web-001.',
  ],
  [
    'taken back if no target that cannot go back was changed yet',
    {
      ends: failing('id-000'),
      rollout: { strategy: 'ROLLING', batchPercent: 25 },
      irreversible: (index) => (index === 3 ? 'old' : undefined),
    },
    ['DEPLOY 1', 'ROLLBACK 1', 'END'],
    'ROLLED_BACK',
    '1 of 4 targets failed: web-000.',
  ],
  [
    'paused for a week, and not taken back if it cannot be',
    {
      rollout: { failurePolicy: 'PAUSE' },
      ends: failing('id-001'),
      irreversible: (index) => (index === 0 ? 'old' : undefined),
    },
    ['DEPLOY 4', 'PAUSE', 'END'],
    'FAILED',
    '1 of 4 targets failed: web-001. Nobody decided within 7 days. It was not taken back: 1 of 4 targets cannot go back: web-000.',
  ],
];

describe('a deployment', () => {
  it.each(ways)('goes %s', (_, script, path, status, reason) => {
    const driven = drive(script);
    expect(driven.path).toEqual(path);
    expect(driven.end).toMatchObject({ status, reason });
  });

  it(`is taken back by a failure after ${MOST_PAUSES} pauses`, () => {
    const answers = Array.from({ length: MOST_PAUSES + 5 }, (): ResumeAction => 'RETRY');
    const { path, end } = drive({ rollout: { failurePolicy: 'PAUSE' }, ends: alwaysFailing('id-000'), answers });
    expect(path.filter((step) => step === 'PAUSE')).toHaveLength(MOST_PAUSES);
    expect([path.at(-2), end.status]).toEqual(['ROLLBACK 4', 'ROLLED_BACK']);
  });
});
