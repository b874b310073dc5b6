// Versions of a service: the latest, the previous and the next one, with and without semantic versions.
import { describe, expect, it } from 'vitest';
import {
  baseOf,
  bumped,
  highestGiven,
  latestOf,
  publicationOf,
  suggestionsAfter,
} from '../../../../../entities/releases/versions/version.model.ts';

const released = (...versions: string[]) =>
  versions.map((version, day) => ({
    releaseId: version,
    version,
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
    expect(latestOf(released(...versions))?.version).toBe(expected);
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
    expect(baseOf(version, released(...versions))?.version).toBe(expected);
  });
});

it('takes the newer of two releases of one version (K29)', () => {
  const both = released('1.5.0', '1.5.0');
  expect(baseOf('1.6.0', both)?.releaseDate).toBe('2026-01-02');
  expect(baseOf('1.6.0', both.reverse())?.releaseDate).toBe('2026-01-02');
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
    ['a name that begins like one is none (K9)', '1.5.0.1-release', [], false, true],
    ['an older line of two numbers is not the latest (K10)', '2.9', ['3.0'], false, false],
    ['versions that mean nothing are the latest', 'autumn', ['summer'], false, true],
  ])('%s', (_, version, others, prerelease, isLatest) => {
    expect(publicationOf(version, released(...others))).toEqual({ prerelease, isLatest });
  });
});

describe('highestGiven', () => {
  it('passes over pre-releases (K12)', () => {
    expect(highestGiven(released('1.5.3', '2.0.0-beta.1'))).toBe('1.5.3');
    expect(bumped(highestGiven(released('1.5.3', '2.0.0-beta.1')), 'MINOR')).toBe('1.6.0');
  });

  it('counts releases that are not out, and none that are not semantic', () => {
    expect(highestGiven([{ version: '1.5.0' }, { version: '1.6.0' }, { version: 'zzz' }])).toBe('1.6.0');
    expect(highestGiven([{ version: 'zzz' }])).toBeUndefined();
  });
});

describe('bumped', () => {
  it.each([
    ['1.5.3', 'MAJOR', '2.0.0'],
    ['1.5.3', 'MINOR', '1.6.0'],
    ['1.5.3', 'PATCH', '1.5.4'],
    ['2.0.0-rc.1', 'MAJOR', '2.0.0'],
    [undefined, 'MINOR', '0.1.0'],
    ['autumn', 'MINOR', null],
  ] as const)('%s by %s is %s', (version, bump, expected) => {
    expect(bumped(version, bump)).toBe(expected);
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
    expect(suggestionsAfter('app', latest)).toMatchObject({ latest, major, minor, patch, reason });
  });

  it('begin at zero for a service without a release', () => {
    const expected = { latest: null, major: '1.0.0', minor: '0.1.0', patch: '0.0.1', reason: 'FIRST_RELEASE' };
    expect(suggestionsAfter('app', undefined)).toMatchObject(expected);
  });
});
