// Orders the versions of a service by its scheme, and computes the next one. The only place that compares versions. Pure.
// Sources: Semantic Versioning 2.0.0, sections 9 to 11; calver.org.
import compareBuild from 'semver/functions/compare-build.js';
import inc from 'semver/functions/inc.js';
import parse from 'semver/functions/parse.js';
import valid from 'semver/functions/valid.js';
import type { VersionBump, VersionScheme } from './words.model.ts';

export interface VersionOrder {
  /** The form that a version must have; undefined for a version of the scheme. */
  readonly refusal: (version: string) => string | undefined;
  /** False: versions of the scheme have no order, and releases are ordered by time alone. */
  readonly isOrdered: (version: string) => boolean;
  readonly isPrerelease: (version: string) => boolean;
  /** Both are ordered. */
  readonly compare: (one: string, other: string) => number;
  /** True for pre-releases that lead to the same version, as 2.0.0-beta.1 and 2.0.0-rc.1 do. */
  readonly leadToTheSame: (one: string, other: string) => boolean;
  /** The next version; null if the scheme has none after `version`. `day` is the present day, YYYY-MM-DD. */
  readonly next: (version: string | undefined, bump: VersionBump, day: string) => string | null;
}

/** The pre-release part of a version that is not semantic: 1.2.3.4-beta, 2026.01-rc.1, 1.5rc1, 21.1b2 (PEP 440), 5.0.0.M1. */
const NAMED_PRERELEASE =
  /^v?\d+(?:(?:[._-]\d+)*[-._]?(?:alpha|beta|rc|cr|pre|preview|dev|snapshot|nightly|canary|milestone|ea)(?![a-z])|(?:[._-]\d+)+[-._]?[abm]\d)/i;

/** The semantic version: 3.1.0 for 3.1, 3.1.0-rc.1 for 3.1-rc.1. Null if the version is not semantic. */
function semantic(version: string): string | null {
  const padded = version.replace(
    /^v?(\d+)(?:\.(\d+))?(?=$|[-+])/,
    (_, major: string, minor = '0') => `${major}.${minor}.0`,
  );
  return valid(padded) === null ? null : padded;
}

const INCREMENTS = { MAJOR: 'major', MINOR: 'minor', PATCH: 'patch' } as const;

const SEMVER: VersionOrder = {
  refusal: (version) => (semantic(version) === null ? 'must be a semantic version such as 1.5.0' : undefined),
  isOrdered: (version) => semantic(version) !== null,
  isPrerelease(version) {
    const parsed = parse(semantic(version));
    return parsed === null ? NAMED_PRERELEASE.test(version) : parsed.prerelease.length > 0;
  },
  compare: (one, other) => compareBuild(semantic(one) ?? '', semantic(other) ?? ''),
  leadToTheSame(one, other) {
    const [first, second] = [parse(semantic(one)), parse(semantic(other))];
    return first !== null && second !== null && first.compareMain(second) === 0;
  },
  next: (version = '0.0.0', bump) => inc(semantic(version) ?? '', INCREMENTS[bump]),
};

/** Numbers of any length, by value. */
function compareDigits(one: string, other: string): number {
  const [first, second] = [one.replace(/^0+/, ''), other.replace(/^0+/, '')];
  if (first.length !== second.length) return first.length - second.length;
  return first === second ? 0 : first < second ? -1 : 1;
}

/** By parts of digits and of letters: digits by value and before letters, and a shorter text before its continuations. */
function compareParts(one = '', other = ''): number {
  const partsOf = (text: string): readonly string[] => text.toLowerCase().match(/\d+|[a-z]+/g) ?? [];
  const [first, second] = [partsOf(one), partsOf(other)];
  for (const [index, part] of first.entries()) {
    const against = second[index];
    if (against === undefined) return 1;
    const [isNumber, isOther] = [/\d/.test(part), /\d/.test(against)];
    if (isNumber !== isOther) return isNumber ? -1 : 1;
    const order = isNumber ? compareDigits(part, against) : part === against ? 0 : part < against ? -1 : 1;
    if (order !== 0) return order;
  }
  return first.length - second.length;
}

const CALENDAR = /^v?(\d{1,9}(?:[._-]\d{1,9}){0,5})(?:[._-]?([a-z][0-9a-z._-]*))?(?:\+([0-9a-z._+-]*))?$/i;

interface Calendar {
  readonly core: string;
  readonly numbers: readonly string[];
  /** -1 before the version of its numbers, as pre-releases stand; 1 after it, as 2026.03-hotfix1 does. */
  readonly rank: number;
  readonly modifier: string | undefined;
  readonly build: string | undefined;
}

function calendar(version: string): Calendar | undefined {
  const [, core, modifier, build] = CALENDAR.exec(version) ?? [];
  if (core === undefined) return undefined;
  const rank = modifier === undefined ? 0 : NAMED_PRERELEASE.test(version) ? -1 : 1;
  return { core, numbers: core.split(/[._-]/), rank, modifier, build };
}

function compareNumbers(one: readonly string[], other: readonly string[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index++) {
    const order = compareDigits(one[index] ?? '0', other[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

/** Year and month of `day` in the form of the version's own, if it begins with a year and a month, and the day is later. */
function laterMonth([year = '', month = '']: readonly string[], day: string): readonly string[] | undefined {
  if (!/^(?:20)?\d\d$/.test(year) || !/^(?:0?[1-9]|1[0-2])$/.test(month)) return undefined;
  const present = [day.slice(4 - year.length, 4), month.length === 2 ? day.slice(5, 7) : `${Number(day.slice(5, 7))}`];
  return compareNumbers(present, [year, month]) > 0 ? present : undefined;
}

/** The day at the beginning of 20261130 and of 2026-11-30.2. */
const DATED = /^20\d\d(-?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?=$|[._-])/;

/** The next version with a day: of the present one if it is later, or another of the same day. */
function nextOfDay(core: string, day: string): string | undefined {
  const [dated, mark = ''] = DATED.exec(core) ?? [];
  if (dated === undefined) return undefined;
  const present = day.replaceAll('-', mark);
  const rest = core.slice(dated.length);
  if (present > dated) return present + rest.replaceAll(/\d+/g, '0');
  return rest === '' ? `${core}.1` : undefined;
}

/** 2026.03.1 is followed by 2026.03.2 in its month, and by 2026.04.0 in the next one; a pre-release by its version. */
function nextCalendar(version: string | undefined, day: string): string | null {
  if (version === undefined) return `${day.slice(0, 4)}.${day.slice(5, 7)}.0`;
  const read = calendar(version);
  if (!read) return null;
  const { core, numbers, rank } = read;
  const prefix = /^v?/i.exec(version)?.[0] ?? '';
  if (rank < 0) return prefix + core;
  const separator = /[._-]/.exec(core)?.[0] ?? '.';
  const dated = nextOfDay(core, day);
  if (dated !== undefined) return prefix + dated;
  const month = laterMonth(numbers, day);
  if (month) return prefix + [...month, ...numbers.slice(2).map(() => '0')].join(separator);
  const isMonth = numbers.length === 2 && laterMonth(numbers, '9999-12-31') !== undefined;
  if (isMonth) return `${prefix}${core}${separator}1`;
  const last = numbers.at(-1) ?? '0';
  return prefix + core.slice(0, core.length - last.length) + String(Number(last) + 1).padStart(last.length, '0');
}

const CALVER: VersionOrder = {
  refusal: (version) =>
    calendar(version) === undefined ? 'must be a version of numeric parts such as 2026.03.1' : undefined,
  isOrdered: (version) => calendar(version) !== undefined,
  isPrerelease: (version) => NAMED_PRERELEASE.test(version),
  compare(one, other) {
    const [first, second] = [calendar(one), calendar(other)];
    return (
      compareNumbers(first?.numbers ?? [], second?.numbers ?? []) ||
      (first?.rank ?? 0) - (second?.rank ?? 0) ||
      compareParts(first?.modifier, second?.modifier) ||
      compareParts(first?.build, second?.build)
    );
  },
  leadToTheSame: (one, other) => compareNumbers(calendar(one)?.numbers ?? [], calendar(other)?.numbers ?? []) === 0,
  next: (version, _, day) => nextCalendar(version, day),
};

const isBuild = (version: string): boolean => /^\d{1,18}$/.test(version);

const BUILD: VersionOrder = {
  refusal: (version) => (isBuild(version) ? undefined : 'must be a build number such as 157'),
  isOrdered: isBuild,
  isPrerelease: () => false,
  compare: compareDigits,
  leadToTheSame: () => false,
  next: (version = '0') => (isBuild(version) ? String(BigInt(version) + 1n) : null),
};

const OPAQUE: VersionOrder = {
  refusal: () => undefined,
  isOrdered: () => false,
  isPrerelease: (version) => NAMED_PRERELEASE.test(version),
  compare: () => 0,
  leadToTheSame: () => false,
  next: () => null,
};

const ORDERS: Readonly<Record<VersionScheme, VersionOrder>> = { SEMVER, CALVER, BUILD, OPAQUE };

export const orderOf = (scheme: VersionScheme): VersionOrder => ORDERS[scheme];

/** A release as it is ordered. Times are ISO 8601. */
export interface Ordered {
  readonly version: string;
  readonly createdAt?: string | undefined;
  readonly releaseDate?: string | undefined;
}

const compareTimes = (one = '', other = ''): number => (one === other ? 0 : one > other ? 1 : -1);

/** By the time of release, and of creation; OPAQUE by the time of creation alone. */
export const compareByTime = (scheme: VersionScheme, one: Ordered, other: Ordered): number =>
  (scheme === 'OPAQUE' ? 0 : compareTimes(one.releaseDate, other.releaseDate)) ||
  compareTimes(one.createdAt, other.createdAt);

/** A total order of the releases of a service: by version, then by time. Versions of no order come first. */
export function compareReleases(scheme: VersionScheme, one: Ordered, other: Ordered): number {
  const { isOrdered, compare } = orderOf(scheme);
  const [first, second] = [isOrdered(one.version), isOrdered(other.version)];
  if (first !== second) return first ? 1 : -1;
  return (first ? compare(one.version, other.version) : 0) || compareByTime(scheme, one, other);
}
