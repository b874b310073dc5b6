// The plan of a deployment: which targets are in which step, by strategy.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWaves, planOf, targetsOf } from '../../../../../entities/deployments/windlass/plan.model.ts';
import { plannedOver, rolloutOf, targets } from './drive.ts';

const sizes = (count: number, rollout: object) =>
  plannedOver(targets(count), rollout).steps.map((step) => step.targets.length);

describe('a plan', () => {
  it.each([
    ['all at once', 4, {}, [4]],
    ['in batches of 25 percent by default', 8, { strategy: 'ROLLING' }, [2, 2, 2, 2]],
    ['in batches that round up', 10, { strategy: 'ROLLING', batchPercent: 33 }, [4, 4, 2]],
    ['in batches of one target at least', 3, { strategy: 'ROLLING', batchPercent: 1 }, [1, 1, 1]],
    ['a canary of 10 percent by default, then the rest', 20, { strategy: 'CANARY' }, [2, 18]],
    [
      'canary steps up to their percentages',
      10,
      { strategy: 'CANARY', steps: [{ percent: 10 }, { percent: 50 }] },
      [1, 4, 5],
    ],
    ['canary steps to the end', 10, { strategy: 'CANARY', steps: [{ percent: 20 }, { percent: 100 }] }, [2, 8]],
    [
      'a canary step without another target',
      2,
      { strategy: 'CANARY', steps: [{ percent: 1 }, { percent: 2 }] },
      [1, 0, 1],
    ],
  ])('has %s', (_, count, rollout, expected) => {
    expect(sizes(count, rollout)).toEqual(expected);
  });

  it('is in the order of names, then of ids', () => {
    const all = targets(3, (index) => ({ name: ['b', 'a', 'a'][index] ?? '' }));
    expect(targetsOf(plannedOver(all)).map(({ targetId }) => targetId)).toEqual(['id-001', 'id-002', 'id-000']);
  });

  it.each([
    ['are switched off', { isActive: false }],
    ['run another component', { componentId: 'database' }],
    ['lack a label', { labels: { region: 'us' } }],
  ])('leaves out targets that %s', (_, over) => {
    const labels = { region: 'eu' };
    const all = targets(2, (index) => ({ labels, ...(index === 0 && over) }));
    expect(targetsOf(plannedOver(all, { labels })).map(({ targetId }) => targetId)).toEqual(['id-001']);
  });

  it('is refused without a target', () => {
    const wanted = { components: [{ componentId: 'other' }], rollout: rolloutOf(), liveSlot: undefined };
    expect(planOf(targets(2), wanted)).toBe('The environment has no active target for its components and labels.');
  });

  describe('of BLUE_GREEN', () => {
    const rollout = { strategy: 'BLUE_GREEN' };
    const slots = (over: object = {}) =>
      targets(4, (index) => ({ labels: { slot: index % 2 === 0 ? 'blue' : 'green' }, ...over }));

    it.each([
      ['green while blue is live', slots(), 'blue', 'green', ['id-001', 'id-003']],
      ['blue while green is live', slots(), 'green', 'blue', ['id-000', 'id-002']],
      ['blue if nothing runs', slots(), undefined, 'blue', ['id-000', 'id-002']],
      ['blue if both run something', slots({ currentDigest: 'sha256:1' }), undefined, 'blue', ['id-000', 'id-002']],
      [
        'the slot that runs nothing',
        slots().map((target) => (target.labels.slot === 'blue' ? { ...target, currentDigest: 'sha256:1' } : target)),
        undefined,
        'green',
        ['id-001', 'id-003'],
      ],
    ] as const)('goes to %s', (_, all, live, slot, expected) => {
      const plan = plannedOver(all, rollout, live);
      expect([plan.slot, targetsOf(plan).map(({ targetId }) => targetId)]).toEqual([slot, expected]);
    });

    it.each([
      ['any slot', {}, 'slot=blue and slot=green'],
      ['a green one', { slot: 'blue' }, 'slot=green'],
    ])('is refused without targets of %s', (_, labels, missing) => {
      const wanted = { components: [{ componentId: 'web' }], rollout: rolloutOf(rollout), liveSlot: undefined };
      const all = targets(2, () => ({ labels: labels as Record<string, string> }));
      expect(planOf(all, wanted)).toBe(`BLUE_GREEN needs targets with the label ${missing}.`);
    });
  });
});

const rollouts = fc.oneof(
  fc.constant({}),
  fc.record({ strategy: fc.constant('ROLLING'), batchPercent: fc.integer({ min: 1, max: 100 }) }),
  fc.uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 20 }).map((percents) => ({
    strategy: 'CANARY',
    steps: percents.toSorted((one, other) => one - other).map((percent) => ({ percent })),
  })),
);

it('has every target exactly once, in at most a hundred and a few waves', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), rollouts, (count, rollout) => {
      const plan = plannedOver(targets(count), rollout);
      const ids = targetsOf(plan).map(({ targetId }) => targetId);
      expect(ids.toSorted()).toEqual(targets(count).map(({ targetId }) => targetId));
      expect(countWaves(plan)).toBeLessThanOrEqual(100);
    }),
  );
});
