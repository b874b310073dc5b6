// A deployment that Windlass drives: its statuses and stages, how it is made, and where a rollback goes.
import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../../../../entities/_base/ids.ts';
import type { Run } from '../../../../../entities/deployments/live/live.entity.ts';
import type { Rollout } from '../../../../../entities/deployments/rollout.model.ts';
import {
  newDriven,
  resumed,
  rolloutBack,
  viewExecution,
} from '../../../../../entities/deployments/windlass/driven.model.ts';
import { goBackTo } from '../../../../../entities/deployments/windlass/go-back.model.ts';
import { missedThresholds } from '../../../../../entities/deployments/windlass/judgement.model.ts';
import { firstProgress, type Progress } from '../../../../../entities/deployments/windlass/progress.model.ts';
import { drivenStages, stagesAfter } from '../../../../../entities/deployments/windlass/stages.model.ts';
import { changedTo, WINDLASS_CHANGES } from '../../../../../entities/deployments/windlass/status.model.ts';
import { DEPLOYMENT_STATUSES, type DeploymentStatus } from '../../../../../entities/deployments/words.model.ts';
import { minute, rolloutOf } from './drive.ts';

const place = { tenantId: 'acme' as TenantId, environmentId: 'production', serviceId: 'web', service: 'web' };
const component = { componentId: 'c', name: 'web', digest: `sha256:${'1'.repeat(64)}` };
const by = { type: 'USER', id: 'ada', name: 'Ada' } as const;
const made = (over: Partial<Parameters<typeof newDriven>[0]> = {}) =>
  newDriven(
    {
      ...{ place, release: { releaseId: 'r2', version: '2' }, components: [component], rollout: rolloutOf(), by },
      ...over,
    },
    Date.parse(minute(0)),
  );

describe('a status', () => {
  const legal: readonly [DeploymentStatus, DeploymentStatus][] = [
    ['PENDING', 'IN_PROGRESS'],
    ['PENDING', 'CANCELLED'],
    ['IN_PROGRESS', 'SUCCEEDED'],
    ['IN_PROGRESS', 'FAILED'],
    ['IN_PROGRESS', 'CANCELLED'],
    ['IN_PROGRESS', 'ROLLED_BACK'],
    ['SUCCEEDED', 'ROLLED_BACK'],
  ];
  const all = DEPLOYMENT_STATUSES.flatMap((from) => DEPLOYMENT_STATUSES.map((to) => [from, to] as const));

  it.each(all)('of %s becomes %s if that is legal', (status, to) => {
    const isLegal = legal.some(([one, other]) => one === status && other === to);
    if (isLegal) expect(changedTo({ status }, to)).toBe(to);
    else {
      expect(() => changedTo({ status }, to)).toThrow(
        expect.objectContaining({
          code: 'deployment.illegal_transition',
          details: expect.objectContaining({ legal: WINDLASS_CHANGES[status] }),
        }),
      );
    }
  });
});

describe('the stages', () => {
  const statuses = (status: DeploymentStatus, progress: Progress, before = drivenStages(60)) =>
    stagesAfter(before, status, progress, minute(1)).stages.map((stage) => stage.status);
  const at = firstProgress(minute(0));
  const begun = stagesAfter(drivenStages(60), 'IN_PROGRESS', at, minute(1)).stages;
  const tested = stagesAfter(begun, 'IN_PROGRESS', { ...at, phase: 'SMOKE_TEST' }, minute(2)).stages;
  const SKIPPED = ['SKIPPED', 'SKIPPED', 'SKIPPED'];

  it.each<[string, DeploymentStatus, Partial<Progress>, typeof begun, readonly string[]]>([
    ['begins', 'IN_PROGRESS', {}, drivenStages(60), [...SKIPPED, 'RUNNING', 'PENDING']],
    ['is tested', 'IN_PROGRESS', { phase: 'SMOKE_TEST' }, begun, [...SKIPPED, 'SUCCEEDED', 'RUNNING']],
    [
      'is tested after failures',
      'IN_PROGRESS',
      { phase: 'SMOKE_TEST', accepted: 1 },
      begun,
      [...SKIPPED, 'FAILED', 'RUNNING'],
    ],
    ['has succeeded', 'SUCCEEDED', { phase: 'SMOKE_TEST' }, tested, [...SKIPPED, 'SUCCEEDED', 'SUCCEEDED']],
    ['has succeeded untested', 'SUCCEEDED', { phase: 'SMOKE_TEST' }, begun, [...SKIPPED, 'SUCCEEDED', 'SKIPPED']],
    ['is taken back', 'IN_PROGRESS', { phase: 'ROLLBACK' }, begun, [...SKIPPED, 'FAILED', 'SKIPPED']],
    ['is taken back after its test', 'IN_PROGRESS', { phase: 'ROLLBACK' }, tested, [...SKIPPED, 'SUCCEEDED', 'FAILED']],
    ['is cancelled before it began', 'CANCELLED', {}, drivenStages(60), [...SKIPPED, 'SKIPPED', 'SKIPPED']],
    ['is cancelled', 'CANCELLED', {}, begun, [...SKIPPED, 'FAILED', 'SKIPPED']],
    ['waits', 'PENDING', {}, drivenStages(60), ['PENDING', 'PENDING', 'PENDING', 'PENDING', 'PENDING']],
  ])('of a deployment that %s', (_, status, progress, before, expected) => {
    expect(statuses(status, { ...at, ...progress }, before)).toEqual(expected);
  });

  it('have their times, and those that changed are named', () => {
    const { stages, changed } = stagesAfter(begun, 'IN_PROGRESS', { ...at, phase: 'SMOKE_TEST' }, minute(2));
    expect(stages[3]).toMatchObject({ startedAt: minute(1), finishedAt: minute(2) });
    expect(changed.map(({ name }) => name)).toEqual(['deploy', 'smoke_test']);
  });

  it('allow the soak of the smoke test', () => {
    expect(drivenStages(3_600).at(-1)?.timeoutSeconds).toBe(3_600);
    expect(drivenStages(60).at(-1)?.timeoutSeconds).toBe(900);
  });
});

describe('a new deployment', () => {
  it('is PENDING, of Windlass, with the digest of its only component', () => {
    expect(made({ promotionId: 'p', reason: 'go' })).toMatchObject({
      ...{ origin: 'WINDLASS', status: 'PENDING', strategy: 'ALL_AT_ONCE', promotionId: 'p', reason: 'go', by },
      ...{ version: '2', releaseId: 'r2', digest: component.digest, requestedAt: minute(0), month: '2026-03' },
    });
    expect(made({ components: [component, { ...component, componentId: 'd' }] }).digest).toBeUndefined();
  });

  it('shows how far it is', () => {
    expect(viewExecution(made())).toMatchObject({ phase: null, step: null, isPaused: false, promotionId: null });
    const progress = { ...firstProgress(minute(0)), step: 1, pausedUntil: minute(9), failure: 'no' };
    const item = { ...made(), status: 'IN_PROGRESS' as const, progress };
    const shown = { phase: 'DEPLOY', step: 2, isPaused: true, pausedUntil: minute(9), failure: 'no' };
    expect(viewExecution(item)).toMatchObject(shown);
    expect(viewExecution({ ...item, status: 'FAILED' })).toMatchObject({ isPaused: false, pausedUntil: null });
    expect(viewExecution({ ...made(), origin: 'REPORTED' })).toBeNull();
  });
});

describe('a pause', () => {
  const paused = { ...firstProgress(minute(0)), pausedUntil: minute(9) };

  it('is answered once', () => {
    const item = { ...made(), status: 'IN_PROGRESS' as const, progress: paused };
    const progress = resumed(item, 'RETRY');
    expect(progress.action).toBe('RETRY');
    expect(() => resumed({ ...item, progress }, 'RETRY')).toThrow(
      expect.objectContaining({ code: 'deployment.not_paused' }),
    );
  });

  it.each([
    ['deployment.not_paused', { progress: firstProgress(minute(0)) }],
    ['deployment.not_paused', { progress: paused, cancelRequestedAt: minute(1) }],
    ['deployment.has_ended', { progress: paused, status: 'FAILED' }],
    ['deployment.not_driven', { progress: paused, origin: 'REPORTED' }],
  ])('is refused by %s for %j', (code, over) => {
    const item = { ...made(), status: 'IN_PROGRESS', ...over };
    expect(() => resumed(item as never, 'RETRY')).toThrow(expect.objectContaining({ code }));
  });
});

describe('a judgement', () => {
  const facts = [1, 3].map((value) => ({ name: 'error_rate', value, recordedAt: minute(1) }));

  it.each([
    ['no threshold', [], []],
    ['the mean at most', [{ metric: 'error_rate', most: 2 }], []],
    ['more than allowed', [{ metric: 'error_rate', most: 1.5 }], ['error_rate was 2, at most 1.5 is allowed']],
    ['less than needed', [{ metric: 'error_rate', least: 3 }], ['error_rate was 2, at least 3 is needed']],
    ['a metric that was not recorded', [{ metric: 'latency', most: 1 }], ['latency was not recorded']],
  ])('of %s', (_, thresholds, expected) => {
    expect(missedThresholds({ thresholds }, facts)).toEqual(expected);
  });
});

describe('a rollback', () => {
  const run = (id: string, version: string, since: number, over: Partial<Run> = {}): Run => ({
    ...{ deploymentId: id, version, releaseId: `r${version}`, since: minute(since), ...over },
  });
  const deployment = (over: object = {}) => ({
    ...{ deploymentId: 'd3', status: 'SUCCEEDED' as const, version: '3', finishedAt: minute(3) },
    ...over,
  });
  const recent = [run('d3', '3', 3), run('d2', '2', 2), run('d1', '1', 1)];
  const ids = (runs: readonly Run[]) => runs.map(({ deploymentId }) => deploymentId);

  it.each([
    ['the last good deployment', {}, recent, ['d2', 'd1']],
    [
      'before one that was rolled back',
      {},
      [run('d3', '3', 3), run('d2', '2', 2, { rolledBackBy: 'x' }), run('d1', '1', 1)],
      ['d1'],
    ],
    ['another version', {}, [run('d3', '3', 3), run('d2', '3', 2), run('d1', '1', 1)], ['d1']],
    [
      'one with a release',
      {},
      [run('d3', '3', 3), run('d2', '2', 2, { releaseId: undefined }), run('d1', '1', 1)],
      ['d1'],
    ],
    [
      'what is live, of one that failed',
      { deploymentId: 'd4', status: 'FAILED', version: '4', finishedAt: minute(4) },
      recent,
      ['d3', 'd2', 'd1'],
    ],
    [
      'what a rollback took back',
      { rollbackOf: 'd2' },
      [run('d3', '3', 3), run('d2', '2', 2, { rolledBackBy: 'd3' }), run('d1', '1', 1)],
      ['d2', 'd1'],
    ],
    ['nowhere without an earlier version', {}, [run('d3', '3', 3)], []],
  ])('goes to %s', (_, over, known, expected) => {
    expect(ids(goBackTo(deployment(over) as never, { recent: known as never }))).toEqual(expected);
  });

  it.each([
    ['under_way', { status: 'IN_PROGRESS' }, recent],
    ['not_live', { deploymentId: 'd2', version: '2' }, recent],
    ['not_live', { deploymentId: 'd2', version: '2', status: 'FAILED', finishedAt: minute(2) }, recent],
    ['not_live', {}, []],
  ])('is refused by deployment.%s for %j', (code, over, known) => {
    expect(() => goBackTo(deployment(over) as never, { recent: known as never })).toThrow(
      expect.objectContaining({ code: `deployment.${code}` }),
    );
  });

  it.each([
    [
      { strategy: 'CANARY', maxConcurrent: 3, labels: { a: 'b' } },
      { strategy: 'ALL_AT_ONCE', maxConcurrent: 3, labels: { a: 'b' } },
    ],
    [{ strategy: 'BLUE_GREEN' }, { strategy: 'BLUE_GREEN' }],
    [undefined, { strategy: 'ALL_AT_ONCE' }],
  ])('of the rollout %j goes by %j', (undone, expected) => {
    const rollout = rolloutBack(undone && (rolloutOf(undone) as Rollout));
    expect(rollout).toMatchObject({ failurePolicy: 'CONTINUE', ...expected });
  });
});
