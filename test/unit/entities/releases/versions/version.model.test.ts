// Versions of a service: the latest, the previous and the next one, with and without semantic versions.
import { describe, expect, it } from 'vitest';
import { orderOf } from '../../../../../entities/catalog/version-order.model.ts';
import {
  baseOf,
  highestGiven,
  latestOf,
  publicationOf,
  suggestionsAfter,
} from '../../../../../entities/releases/versions/version.model.ts';

const DAY = '2026-11-30';
const semver = orderOf('SEMVER');
const released = (...versions: string[]) =>
  versions.map((version, day) => ({
    releaseId: version,
    version,
    createdAt: `2026-01-${String(day + 1).padStart(2, '0')}`,
    releaseDate: `2026-01-${String(day + 1).padStart(2, '0')}`,
  }));

describe('latestOf', () => {
  it.each<[string, string[], string | undefined]>([
    ['of none is none', [], undefined],
    ['is the highest, not the newest', ['1.4.0', '1.5.0', '1.4.1'], '1.5.0'],
    ['compares numbers, not text', ['1.9.0', '1.10.0'], '1.10.0'],
    ['ranks a pre-release below its release', ['2.0.0', '2.0.0-rc.1'], '2.0.0'],
    ['is of the stable line, whatever pre-release is higher (K12)', ['1.5.3', '2.0.0-beta.1'], '1.5.3'],
    ['is a pre-release where there is nothing else (K12)', ['2.0.0-beta.1', '2.0.0-beta.2'], '2.0.0-beta.2'],
    ['is the highest build of one version (K29)', ['1.5.0+46', '1.5.0+45', '1.4.0'], '1.5.0+46'],
    ['is the newest where it is not semantic', ['1.5.0', 'autumn'], 'autumn'],
    ['orders versions of two numbers (K10)', ['3.0', '2.9'], '3.0'],
    ['is no pre-release where versions mean nothing (K12)', ['1.0.0.1', '1.0.0.2-rc.1'], '1.0.0.1'],
    ['passes over older ones that are not semantic', ['autumn', '1.5.0'], '1.5.0'],
  ])('%s', (_, versions, expected) => {
    expect(latestOf('SEMVER', released(...versions))?.version).toBe(expected);
  });
});

describe('baseOf', () => {
  it.each<[string, string, string[], string | undefined]>([
    ['is the latest for a new version', '1.6.0', ['1.4.0', '1.5.0'], '1.5.0'],
    ['is the line of a hotfix', '1.4.2', ['1.4.0', '1.4.1', '1.5.0'], '1.4.1'],
    ['is none for the first', '1.0.0', [], undefined],
    ['passes over pre-releases of the stable line (K11)', '1.1.0', ['1.0.0', '1.1.0-rc.1'], '1.0.0'],
    ['is none for the first stable one after pre-releases (K11)', '1.0.0', ['1.0.0-rc.1'], undefined],
    [
      'of a pre-release is the one before it (K11)',
      '2.0.0-rc.2',
      ['1.5.0', '2.0.0-beta.1', '2.0.0-rc.1'],
      '2.0.0-rc.1',
    ],
    ['of a first pre-release is the stable line (K11)', '2.0.0-beta.1', ['1.5.0', '1.6.0-rc.1'], '1.5.0'],
    ['is the build before it at equal precedence (K29)', '1.5.0+46', ['1.4.0', '1.5.0+45'], '1.5.0+45'],
    ['counts build numbers as numbers (K29)', '1.5.0+100', ['1.5.0+99', '1.5.0+9'], '1.5.0+99'],
    ['is not a later build (K29)', '1.5.0+45', ['1.4.0', '1.5.0+46'], '1.4.0'],
    ['is none below the lowest', '0.9.0', ['1.0.0'], undefined],
    ['is the line of a hotfix of two numbers (K29)', '2.10', ['2.9', '3.0'], '2.9'],
    ['passes over pre-releases of two numbers (K11)', '3.1', ['3.0', '3.1-rc.1'], '3.0'],
    ['is the newest for a version that is not semantic', 'winter', ['summer', 'autumn'], 'autumn'],
  ])('%s', (_, version, versions, expected) => {
    expect(baseOf('SEMVER', version, released(...versions))?.version).toBe(expected);
  });
});

it('takes the newer of two releases of one version (K29)', () => {
  const both = released('1.5.0', '1.5.0');
  expect(baseOf('SEMVER', '1.6.0', both)?.releaseDate).toBe('2026-01-02');
  expect(baseOf('SEMVER', '1.6.0', both.reverse())?.releaseDate).toBe('2026-01-02');
});

describe('publicationOf', () => {
  it.each<[string, string, string[], boolean, boolean]>([
    ['the first is the latest', '1.0.0', [], false, true],
    ['a pre-release is one, and never the latest (K9)', '3.1.0-rc.1', ['3.0.0'], true, false],
    ['a pre-release with a build number is one (K9)', '3.1.0-rc.1+7', [], true, false],
    ['build metadata make no pre-release (K9)', '3.1.0+rc', ['3.0.0'], false, true],
    ['an older line is not the latest (K10)', '2.9.1', ['3.0.0', '2.9.0'], false, false],
    ['a higher pre-release does not keep a version from being the latest (K10)', '2.9.1', ['3.0.0-rc.1'], false, true],
    ['an earlier build is not the latest (K29)', '1.5.0+45', ['1.5.0+46'], false, false],
    ['a pre-release of two numbers is one (K9)', '3.1-rc.1', ['3.0'], true, false],
    ['a pre-release of four numbers is one (K9)', '1.2.3.4-beta', [], true, false],
    ['a snapshot is a pre-release (K9)', '2026.01-SNAPSHOT', [], true, false],
    ['a pre-release without a hyphen is one (K9)', '1.5rc1', [], true, false],
    ['a beta of PEP 440 is one (K9)', '21.1b2', [], true, false],
    ['a milestone of four parts is one (K9)', '5.0.0.M1', [], true, false],
    ['a build of another kind is none (K9)', '15A240', [], false, true],
    ['a name that begins like one is none (K9)', '1.5.0.1-release', [], false, true],
    ['an older line of two numbers is not the latest (K10)', '2.9', ['3.0'], false, false],
    ['versions that mean nothing are the latest', 'autumn', ['summer'], false, true],
  ])('%s', (_, version, others, prerelease, isLatest) => {
    expect(publicationOf('SEMVER', { version }, released(...others))).toEqual({ prerelease, isLatest });
  });
});

describe('highestGiven', () => {
  it('passes over pre-releases (K12)', () => {
    expect(highestGiven('SEMVER', released('1.5.3', '2.0.0-beta.1'))).toBe('1.5.3');
    expect(semver.next(highestGiven('SEMVER', released('1.5.3', '2.0.0-beta.1')), 'MINOR', DAY)).toBe('1.6.0');
  });

  it('counts releases that are not out, and none that are not semantic', () => {
    expect(highestGiven('SEMVER', [{ version: '1.5.0' }, { version: '1.6.0' }, { version: 'zzz' }])).toBe('1.6.0');
    expect(highestGiven('SEMVER', [{ version: 'zzz' }])).toBeUndefined();
  });
});

describe('suggestionsAfter', () => {
  it.each([
    ['1.5.3', '2.0.0', '1.6.0', '1.5.4', 'FROM_LATEST'],
    ['1.5.3+46', '2.0.0', '1.6.0', '1.5.4', 'FROM_LATEST'],
    ['2.0.0-rc.1', '2.0.0', '2.0.0', '2.0.0', 'FROM_LATEST'],
    ['autumn', null, null, null, 'LATEST_NOT_SEMVER'],
  ])('%s are %s, %s and %s: %s', (version, major, minor, patch, reason) => {
    const latest = { releaseId: 'r', version, releaseDate: '2026-01-01' };
    expect(suggestionsAfter('app', 'SEMVER', latest, DAY)).toMatchObject({ latest, major, minor, patch, reason });
  });

  it('begin at zero for a service without a release', () => {
    const expected = { latest: null, major: '1.0.0', minor: '0.1.0', patch: '0.0.1', reason: 'FIRST_RELEASE' };
    expect(suggestionsAfter('app', 'SEMVER', undefined, DAY)).toMatchObject(expected);
  });
});

describe('a service that does not order by SEMVER', () => {
  it.each([
    ['CALVER', ['2026.9.1', '2026.10.0', '2026.09.2'], '2026.10.0'],
    ['CALVER', ['2026.10.0', '2026.11.0-rc.1'], '2026.10.0'],
    ['BUILD', ['99', '100', '9'], '100'],
    ['OPAQUE', ['zebra', 'apple'], 'apple'],
    ['OPAQUE', ['zebra', '1.0-beta'], 'zebra'],
  ] as const)('%s: the latest of %j is %s', (scheme, versions, latest) => {
    const given = released(...versions);
    expect(latestOf(scheme, given)?.version).toBe(latest);
    expect(latestOf(scheme, given.toReversed())?.version).toBe(latest);
  });

  it.each([
    ['CALVER', '2026.09.1', ['2026.8.5', '2026.10.0'], '2026.8.5'],
    ['BUILD', '50', ['9', '100'], '9'],
    ['OPAQUE', 'aaa', ['zebra', 'apple'], 'apple'],
  ] as const)('%s: %s builds on the one before it, of %j', (scheme, version, versions, base) => {
    expect(baseOf(scheme, version, released(...versions))?.version).toBe(base);
  });

  it.each([
    ['CALVER', '2026.10.0', ['2026.9.0'], false, true],
    ['CALVER', '2026.9.0', ['2026.10.0'], false, false],
    ['CALVER', '2026.10.0-rc.1', [], true, false],
    ['BUILD', '99', ['100'], false, false],
    ['OPAQUE', 'zebra', [], false, true],
  ] as const)('%s publishes %s after %j', (scheme, version, others, prerelease, isLatest) => {
    expect(publicationOf(scheme, { version }, released(...others))).toEqual({ prerelease, isLatest });
  });

  it('OPAQUE orders by the time of creation, not of release', () => {
    const early = { version: 'early', createdAt: '2026-01-01', releaseDate: '2026-03-01' };
    const late = { version: 'late', createdAt: '2026-02-01', releaseDate: '2026-02-02' };
    expect(latestOf('OPAQUE', [early, late])).toBe(late);
    expect(publicationOf('OPAQUE', early, [late]).isLatest).toBe(false);
    expect(publicationOf('OPAQUE', late, [early]).isLatest).toBe(true);
  });

  it.each([
    ['CALVER', '2026.11.4', '2026.11.5', 'FROM_LATEST'],
    ['CALVER', undefined, '2026.11.0', 'FIRST_RELEASE'],
    ['CALVER', 'autumn', null, 'LATEST_NOT_OF_SCHEME'],
    ['BUILD', '157', '158', 'FROM_LATEST'],
    ['BUILD', undefined, '1', 'FIRST_RELEASE'],
    ['OPAQUE', 'autumn', null, 'NO_ORDER'],
    ['OPAQUE', undefined, null, 'NO_ORDER'],
  ] as const)('%s: after %s, %s is suggested: %s', (scheme, version, next, reason) => {
    const latest = version && { releaseId: 'r', version, releaseDate: '2026-01-01' };
    const none = { major: null, minor: null, patch: null };
    expect(suggestionsAfter('app', scheme, latest, DAY)).toMatchObject({
      ...none,
      versionScheme: scheme,
      next,
      reason,
    });
  });
});
