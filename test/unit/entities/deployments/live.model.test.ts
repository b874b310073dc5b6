// The live deployment is the same in every order of the reports.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeploymentItem } from '../../../../entities/deployments/deployment.entity.ts';
import type { LiveItem } from '../../../../entities/deployments/live/live.entity.ts';
import { recentWith, runBefore, viewLive } from '../../../../entities/deployments/live/live.model.ts';
import type { DeploymentStatus } from '../../../../entities/deployments/words.model.ts';

const at = (minute: number) => `2026-03-01T12:${String(minute).padStart(2, '0')}:00.000Z`;
const deployment = (id: string, version: string, minute: number, status: DeploymentStatus = 'SUCCEEDED') =>
  ({
    ...{ deploymentId: id, version, status, finishedAt: status === 'IN_PROGRESS' ? undefined : at(minute) },
    ...(status === 'ROLLED_BACK' && { rolledBackBy: 'another' }),
  }) as DeploymentItem;
const recentOf = (deployments: readonly DeploymentItem[]) => deployments.reduce(recentWith, [] as LiveItem['recent']);
function live(deployments: readonly DeploymentItem[], takenDownAt?: string) {
  const [one] = viewLive({ recent: recentOf(deployments), takenDownAt } as LiveItem, 0);
  return one && [one.deploymentId, one.lastGood?.deploymentId];
}

describe('what is live', () => {
  const [a, b, c] = [deployment('a', '1', 1), deployment('b', '2', 2), deployment('c', '3', 3)];
  it.each([
    ['nothing before the first success', [deployment('a', '1', 1, 'FAILED')], undefined],
    ['not what runs still', [a, deployment('b', '2', 2, 'IN_PROGRESS')], ['a', undefined]],
    ['the newest', [a, b, c], ['c', 'b']],
    ['the newest, though heard of first', [c, a, b], ['c', 'b']],
    ['again an older version', [a, b, deployment('c', '1', 3)], ['c', 'b']],
    ['one version twice, with another before', [a, b, deployment('c', '2', 3)], ['c', 'a']],
    ['not what was rolled back', [a, deployment('b', '2', 2, 'ROLLED_BACK')], ['a', undefined]],
    ['a rollback, before which is not what it took back', [a, deployment('b', '2', 2, 'ROLLED_BACK'), c], ['c', 'a']],
    [
      'a version that was deployed again and again, with another before',
      [a, ...Array.from({ length: 9 }, (_, index) => deployment(`b${index}`, '2', index + 10))],
      ['b8', 'a'],
    ],
    [
      'a version before many that were rolled back, with another before',
      [a, b, ...Array.from({ length: 9 }, (_, index) => deployment(`c${index}`, '3', index + 10, 'ROLLED_BACK'))],
      ['b', 'a'],
    ],
  ] as const)('is %s', (_, deployments, expected) => {
    expect(live(deployments)).toEqual(expected);
  });

  it.each([
    [2, undefined],
    [3, undefined],
    [1, ['b', 'a']],
  ])('after a removal at minute %d is %j', (minute, expected) => {
    const found = live([a, b], at(minute));
    expect(found).toEqual(minute >= 2 ? undefined : expected);
  });

  it('knows what ran before a time', () => {
    const item = { recent: recentOf([a, b, c]) } as LiveItem;
    expect(runBefore(item, at(3), { version: '1' })?.deploymentId).toBe('b');
    expect(runBefore(item, at(3), { version: '2' })?.deploymentId).toBe('a');
    expect(runBefore(item, at(1), { version: '9' })).toBeUndefined();
    expect(runBefore(undefined, at(1), { version: '9' })).toBeUndefined();
  });

  it('remembers a bounded number of deployments', () => {
    const all = Array.from({ length: 50 }, (_, index) =>
      deployment(`d${index}`, `${index}`, index, index % 3 === 0 ? 'SUCCEEDED' : 'ROLLED_BACK'),
    );
    expect(recentOf(all).length).toBeLessThanOrEqual(12);
  });

  it('is the same in every order', () => {
    const one = fc.record({
      version: fc.constantFrom('1', '2', '3'),
      minute: fc.integer({ min: 0, max: 20 }),
      status: fc.constantFrom<DeploymentStatus>('SUCCEEDED', 'ROLLED_BACK', 'FAILED', 'IN_PROGRESS'),
    });
    const lists = fc
      .array(one, { maxLength: 15 })
      .map((all) => all.map(({ version, minute, status }, index) => deployment(`d${index}`, version, minute, status)))
      .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
    fc.assert(
      fc.property(lists, ([all, shuffled]) => {
        expect(recentOf(shuffled)).toEqual(recentOf(all));
        expect(live([...shuffled, ...all])).toEqual(live(all));
      }),
      { numRuns: 1_000 },
    );
  });
});
