// The difference of two environments: sides, components, and the releases between them.
import { describe, expect, it } from 'vitest';
import { orderOf } from '../../../../entities/catalog/version-order.model.ts';
import {
  differenceOf,
  type KnownRelease,
  type Pair,
  pairsOf,
} from '../../../../entities/deployments/live/difference.model.ts';
import type { LiveItem } from '../../../../entities/deployments/live/live.entity.ts';

const SINCE = '2026-03-01T12:00:00.000Z';
const live = (serviceId: string, version: string, over: object = {}): LiveItem =>
  ({
    ...{ serviceId, service: serviceId, recent: [{ deploymentId: `d-${version}`, version, since: SINCE }], ...over },
  }) as unknown as LiveItem;
const side = (version: string, releaseId: string | null = `r${version}`) => ({
  ...{ deploymentId: `d${version}`, releaseId, version, sha: null, since: SINCE },
});
const release = (version: string, over: Partial<KnownRelease> = {}): KnownRelease => ({
  ...{ releaseId: `r${version}`, releaseKey: `web@${version}`, version, status: 'RELEASED', ...over },
});
const pair = (one: Pair['environment'], two: Pair['other']): Pair => ({
  ...{ serviceId: 'web', service: 'web', environment: one, other: two },
});
const known = ['4.0.0', '3.0.0', '2.0.0', '1.0.0'].map((version) => release(version));
const between = (one: string, two: string, all = known) => {
  const { ahead, releases } = differenceOf(pair(side(one), side(two)), all, orderOf('SEMVER'));
  return [ahead, releases.map(({ version }) => version)];
};

describe('a difference', () => {
  it('has each service that is live in either, in the order of ids', () => {
    const gone = live('c', '1', { takenDownAt: '2026-03-02T00:00:00.000Z' });
    const pairs = pairsOf([live('a', '1'), gone], [live('a', '2'), live('b', '3')]);
    expect(pairs.map(({ serviceId, environment, other }) => [serviceId, environment?.version, other?.version])).toEqual(
      [
        ['a', '1', '2'],
        ['b', undefined, '3'],
      ],
    );
  });

  it('names the releases after the earlier version, up to the later one, whichever is first', () => {
    expect(between('1.0.0', '3.0.0')).toEqual(['OTHER', ['3.0.0', '2.0.0']]);
    expect(between('3.0.0', '1.0.0')).toEqual(['ENVIRONMENT', ['3.0.0', '2.0.0']]);
  });

  it('leaves out cancelled releases, and names none of the same version', () => {
    const cancelled = known.map((one) => (one.version === '2.0.0' ? { ...one, status: 'CANCELLED' } : one));
    expect(between('1.0.0', '3.0.0', cancelled)).toEqual(['OTHER', ['3.0.0']]);
    expect(between('1.0.0', '1.0.0')).toEqual([null, []]);
  });

  it('orders by the time of releases where versions have no order, and not at all without releases', () => {
    const names = [release('zebra', { releaseId: 'r1' }), release('ape', { releaseId: 'r2' })].toReversed();
    const { ahead, releases } = differenceOf(pair(side('zebra', 'r1'), side('ape', 'r2')), names, orderOf('OPAQUE'));
    expect([ahead, releases.map(({ version }) => version)]).toEqual(['OTHER', ['ape']]);
    expect(differenceOf(pair(side('zebra', null), side('ape', null)), [], orderOf('OPAQUE')).ahead).toBeNull();
  });

  it('has the components whose digests differ', () => {
    const of = (version: string, digests: Record<string, string>) =>
      release(version, {
        components: Object.entries(digests).map(([componentId, digest]) => ({
          componentId,
          name: componentId,
          digest,
        })),
      });
    const all = [of('2.0.0', { api: 'b', page: 'p' }), of('1.0.0', { api: 'a', page: 'p', job: 'j' })];
    expect(differenceOf(pair(side('1.0.0'), side('2.0.0')), all, orderOf('SEMVER')).components).toEqual([
      { componentId: 'api', name: 'api', environment: 'a', other: 'b' },
      { componentId: 'job', name: 'job', environment: 'j', other: null },
    ]);
  });

  it('has no releases if the service is live in one of them', () => {
    const { isSame, releases } = differenceOf(pair(side('1.0.0'), null), known, orderOf('SEMVER'));
    expect([isSame, releases]).toEqual([false, []]);
  });
});
