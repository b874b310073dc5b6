// The order of versions by each scheme: what a scheme takes, tables of orders, the next version, and the laws of a total order.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareReleases, type Ordered, orderOf } from '../../../../entities/catalog/version-order.model.ts';
import { VERSION_BUMPS, VERSION_SCHEMES, type VersionScheme } from '../../../../entities/catalog/words.model.ts';

describe('a scheme', () => {
  it.each<[VersionScheme, string[], string[]]>([
    ['SEMVER', ['1.5.0', '3.1', '2', 'v1.5.0', '1.5.0-rc.1', '1.5.0+46'], ['autumn', '1.0.0.1', '2026.01', '1.5rc1']],
    [
      'CALVER',
      ['2026.03.1', '2026.3', '26.03', '2026-03-01', '20260301', 'v2026.03', '2026.03-rc.1', '24.04LTS', '2026.03.1+7'],
      ['autumn', '2026..3', '2026.03.', 'rc.2026', '1.2.3.4.5.6.7'],
    ],
    ['BUILD', ['1', '157', '007', '999999999999999999'], ['1.0', 'v1', '1-rc', 'build-1', '1234567890123456789']],
    ['OPAQUE', ['autumn', '1.0', 'a1b2c3', '157'], []],
  ])('%s takes %j and refuses %j', (scheme, taken, refused) => {
    const { refusal } = orderOf(scheme);
    expect(taken.filter((version) => refusal(version) !== undefined)).toEqual([]);
    expect(refused.filter((version) => refusal(version) === undefined)).toEqual([]);
  });

  it.each<[VersionScheme, string[]]>([
    ['SEMVER', ['1.4.0', '1.5.0-beta.1', '1.5.0-rc.1', '1.5.0', '1.5.0+9', '1.5.0+46', '1.10', '2']],
    [
      'CALVER',
      [
        ...['25.12', '26.1-alpha', '26.1-rc2', '26.1-rc10', '26.01', '26.1+7', '26.1+10', '26.1-hotfix1', '26.1.1'],
        ...['26.2', '26.10', '2025.12.31', '2026-03-01', '2026.3.2-rc.1', '2026.3.2', '20260301'],
      ],
    ],
    ['BUILD', ['1', '9', '010', '99', '100', '999999999999999998', '999999999999999999']],
  ])('%s orders %j', (scheme, versions) => {
    const { compare } = orderOf(scheme);
    for (const [index, one] of versions.entries()) {
      for (const [against, other] of versions.entries()) {
        expect([one, other, Math.sign(compare(one, other))]).toEqual([one, other, Math.sign(index - against)]);
      }
    }
  });

  it.each<[VersionScheme, string, boolean]>([
    ['SEMVER', '2.0.0-1', true],
    ['SEMVER', '2.0.0+1', false],
    ['CALVER', '2026.03-rc.1', true],
    ['CALVER', '2026.3.1-5', false],
    ['CALVER', '2026.03-hotfix1', false],
    ['CALVER', '2026-03-01-beta', true],
    ['BUILD', '157', false],
    ['OPAQUE', '1.2.3.4-beta', true],
    ['OPAQUE', 'autumn', false],
  ])('%s: %s is a pre-release: %s', (scheme, version, expected) => {
    expect(orderOf(scheme).isPrerelease(version)).toBe(expected);
  });
});

describe('the next version', () => {
  it.each<[VersionScheme, string | undefined, (typeof VERSION_BUMPS)[number], string | null]>([
    ['SEMVER', '1.5.3', 'MAJOR', '2.0.0'],
    ['SEMVER', '1.5.3', 'MINOR', '1.6.0'],
    ['SEMVER', '1.5.3', 'PATCH', '1.5.4'],
    ['SEMVER', '2.0.0-rc.1', 'MAJOR', '2.0.0'],
    ['SEMVER', '3.1', 'PATCH', '3.1.1'],
    ['SEMVER', 'v3.1', 'MINOR', '3.2.0'],
    ['SEMVER', '3', 'MAJOR', '4.0.0'],
    ['SEMVER', '3.1-rc.1', 'MINOR', '3.1.0'],
    ['SEMVER', undefined, 'MINOR', '0.1.0'],
    ['SEMVER', 'autumn', 'MINOR', null],
    ['CALVER', undefined, 'MINOR', '2026.11.0'],
    ['CALVER', '2026.11.4', 'MAJOR', '2026.11.5'],
    ['CALVER', '2026.10.4', 'PATCH', '2026.11.0'],
    ['CALVER', '2026.9.4', 'PATCH', '2026.11.0'],
    ['CALVER', '26.09', 'PATCH', '26.11'],
    ['CALVER', '26.11', 'PATCH', '26.11.1'],
    ['CALVER', '2025.09.1.7', 'PATCH', '2026.11.0.0'],
    ['CALVER', '2027.01.3', 'PATCH', '2027.01.4'],
    ['CALVER', '2026-11-30', 'PATCH', '2026-11-30.1'],
    ['CALVER', '2026-11-30.1', 'PATCH', '2026-11-30.2'],
    ['CALVER', '2026-11-28', 'PATCH', '2026-11-30'],
    ['CALVER', 'v2026-09-30.4', 'PATCH', 'v2026-11-30.0'],
    ['CALVER', '2026.11.0-rc.1', 'PATCH', '2026.11.0'],
    ['CALVER', 'v2026.11.09', 'PATCH', 'v2026.11.10'],
    ['CALVER', '2026.48', 'PATCH', '2026.49'],
    ['CALVER', '20261130', 'PATCH', '20261130.1'],
    ['CALVER', '20260930.10', 'PATCH', '20261130.0'],
    ['CALVER', '20271231', 'PATCH', '20271231.1'],
    ['CALVER', 'autumn', 'PATCH', null],
    ['BUILD', '157', 'MAJOR', '158'],
    ['BUILD', undefined, 'PATCH', '1'],
    ['BUILD', 'autumn', 'PATCH', null],
    ['OPAQUE', 'autumn', 'MINOR', null],
    ['OPAQUE', undefined, 'MINOR', null],
  ])('%s: after %s by %s comes %s', (scheme, version, bump, expected) => {
    expect(orderOf(scheme).next(version, bump, '2026-11-30')).toBe(expected);
  });

  it.each(VERSION_SCHEMES)('of %s is one that the scheme takes, and comes later', (scheme) => {
    const order = orderOf(scheme);
    fc.assert(
      fc.property(versions, fc.constantFrom(...VERSION_BUMPS), days, (version, bump, day) => {
        const next = order.next(version, bump, day);
        if (next === null || !order.isOrdered(version)) return;
        expect(order.refusal(next)).toBeUndefined();
        expect(order.compare(next, version)).toBeGreaterThan(0);
      }),
    );
  });
});

const small = fc.nat({ max: 40 }).map(String);
const padded = small.map((digits) => digits.padStart(2, '0'));
const modifier = fc.constantFrom('', '', '-rc.1', '-rc.2', '-rc10', '-beta', '+7', '+46', '-hotfix1', '.dev3', 'LTS');
const core = fc
  .tuple(fc.constantFrom('26', '2026', '2025', '1', '0'), fc.array(fc.oneof(small, padded), { maxLength: 3 }))
  .map(([first, others]) => [first, ...others].join('.'));
const versions = fc.oneof(
  fc.tuple(core, modifier).map((parts) => parts.join('')),
  fc.constantFrom('autumn', 'winter', 'a1b2c3', '1.0.0.1', '157', '0157', '2026-03-01'),
  fc.stringMatching(/^[0-9A-Za-z][0-9A-Za-z.+_-]{0,12}$/),
);
const days = fc.constantFrom('2025-12-31', '2026-01-01', '2026-11-30', '2030-06-15');
const time = fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z', '2026-01-03T00:00:00.000Z');
const release: fc.Arbitrary<Ordered> = fc.record({
  version: versions,
  createdAt: time,
  releaseDate: fc.option(time, { nil: undefined }),
});

describe.each(VERSION_SCHEMES)('the order of releases by %s', (scheme) => {
  const compare = (one: Ordered, other: Ordered) => Math.sign(compareReleases(scheme, one, other));

  it('is antisymmetric, and a release equals itself', () => {
    fc.assert(
      fc.property(release, release, (one, other) => {
        expect(compare(one, other)).toBe(0 - compare(other, one));
        expect(compare(one, one)).toBe(0);
      }),
    );
  });

  it('is transitive, for what is before and for what is equal', () => {
    fc.assert(
      fc.property(release, release, release, (one, two, three) => {
        const [first, second, third] = [one, two, three].sort(compare) as [Ordered, Ordered, Ordered];
        expect(compare(first, second)).toBeLessThanOrEqual(0);
        expect(compare(second, third)).toBeLessThanOrEqual(0);
        expect(compare(first, third)).toBeLessThanOrEqual(0);
        if (compare(one, two) === 0) expect(compare(one, three)).toBe(compare(two, three));
      }),
    );
  });

  it('is the same whatever the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(release, { maxLength: 6 }), (releases) => {
        const sorted = releases.toSorted(compare);
        const again = releases.toReversed().sort(compare);
        for (const [index, one] of sorted.entries()) expect(compare(one, again[index] as Ordered)).toBe(0);
      }),
    );
  });
});
