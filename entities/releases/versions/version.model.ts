// Versions of a service: the latest release, the base of a release, suggestions for the next version, and the publication of one. The one
// place that orders versions; pre-releases lead to a stable version and count for nothing else. Pure.
// Source: Semantic Versioning 2.0.0, sections 9 to 11.
import compareBuild from 'semver/functions/compare-build.js';
import inc from 'semver/functions/inc.js';
import parse from 'semver/functions/parse.js';
import valid from 'semver/functions/valid.js';
import * as z from 'zod';
import { slug } from '../../catalog/services/service.model.ts';
import type { VersionBump } from './version-bump.model.ts';

export const suggestVersionsQuery = z.strictObject({ service: slug });

const REASONS = ['FROM_LATEST', 'FIRST_RELEASE', 'LATEST_NOT_SEMVER'] as const;

export const versionSuggestionsView = z.lazy(() =>
  z.strictObject({
    service: z.string(),
    latest: z.strictObject({ releaseId: z.string(), version: z.string(), releaseDate: z.string() }).nullable(),
    major: z.string().nullable(),
    minor: z.string().nullable(),
    patch: z.string().nullable(),
    reason: z.enum(REASONS),
    explanation: z.string(),
  }),
);
export type VersionSuggestions = z.output<typeof versionSuggestionsView>;

const BEFORE_ALL = '0.0.0';
const INCREMENTS = { MAJOR: 'major', MINOR: 'minor', PATCH: 'patch' } as const;

/** The next version of that kind; null if `version` is not semantic. */
export const bumped = (version: string | undefined, bump: VersionBump): string | null =>
  inc(version ?? BEFORE_ALL, INCREMENTS[bump]);

const isSemantic = (version: string): boolean => valid(version) !== null;

/** The semantic version: 3.1.0 for 3.1, 3.1.0-rc.1 for 3.1-rc.1. Null if the version is not semantic. */
function ordered(version: string): string | null {
  const padded = version.replace(
    /^v?(\d+)(?:\.(\d+))?(?=$|[-+])/,
    (_, major: string, minor = '0') => `${major}.${minor}.0`,
  );
  return valid(padded) === null ? null : padded;
}

const isOrdered = (version: string): boolean => ordered(version) !== null;
/** By precedence, then by build number. Both are ordered. */
const compareVersions = (one: string, other: string): number => compareBuild(ordered(one) ?? '', ordered(other) ?? '');

/** The pre-release part of a version that is not ordered: 1.2.3.4-beta, 2026.01-rc.1, 1.5rc1. */
const NAMED_PRERELEASE = /^v?\d+(?:\.\d+)*[-._]?(?:alpha|beta|rc|pre|preview|dev|snapshot|nightly|canary)(?![a-z])/i;

/** 2.0.0-rc.1, but not 2.0.0+46. */
export function isPrerelease(version: string): boolean {
  const semantic = parse(ordered(version));
  return semantic === null ? NAMED_PRERELEASE.test(version) : semantic.prerelease.length > 0;
}

/** True for a version on the stable line: ordered, and no pre-release. */
export const isStable = (version: string): boolean => isOrdered(version) && !isPrerelease(version);

interface Named {
  readonly version: string;
}
interface Dated extends Named {
  readonly releaseDate?: string | undefined;
}

/** By precedence; equal precedence by build number, and then by time. Both versions are ordered. */
const order = (one: Dated, other: Dated): number =>
  compareVersions(one.version, other.version) || compareTimes(one.releaseDate ?? '', other.releaseDate ?? '');
const compareTimes = (one: string, other: string): number => (one === other ? 0 : one > other ? 1 : -1);

const last = <R>(releases: readonly R[], compare: (one: R, other: R) => number): R | undefined =>
  releases.reduce<R | undefined>((best, one) => (best === undefined || compare(one, best) > 0 ? one : best), undefined);
/** The newest one; a pre-release only if all are pre-releases. */
function newest<R extends Dated>(releases: readonly R[]): R | undefined {
  const final = releases.filter(({ version }) => !isPrerelease(version));
  const counted = final.length > 0 ? final : releases;
  return last(counted, (one, other) => compareTimes(one.releaseDate ?? '', other.releaseDate ?? ''));
}

/** The highest of the stable line; the highest pre-release of a service without a stable version. */
function highest<R extends Dated>(releases: readonly R[]): R | undefined {
  const stable = releases.filter(({ version }) => isStable(version));
  const counted = stable.length > 0 ? stable : releases.filter(({ version }) => isOrdered(version));
  return last(counted, order);
}

/** The highest version, so that a hotfix of an older line is not the latest; the newest if versions have no order. */
export function latestOf<R extends Dated>(released: readonly R[]): R | undefined {
  const recent = newest(released);
  if (recent === undefined || !isOrdered(recent.version)) return recent;
  return highest(released);
}

/** True for pre-releases that lead to the same version, as 2.0.0-beta.1 and 2.0.0-rc.1 do. */
function leadToTheSame(one: string, other: string): boolean {
  const [first, second] = [parse(ordered(one)), parse(ordered(other))];
  return first !== null && second !== null && first.compareMain(second) === 0;
}

/**
 * The release that `version` builds on: the highest version of the stable line that is not above it; for a pre-release
 * also an earlier one of the same version; the latest release where versions have no order.
 */
export function baseOf<R extends Dated>(version: string, released: readonly R[]): R | undefined {
  if (!isOrdered(version) || !released.some((one) => isOrdered(one.version))) return latestOf(released);
  const mayBeBase = (one: R) => isStable(one.version) || (isPrerelease(version) && leadToTheSame(one.version, version));
  const before = released.filter((one) => isOrdered(one.version) && compareVersions(one.version, version) <= 0);
  return last(before.filter(mayBeBase), order);
}

/** The highest stable version of all releases, also of cancelled ones. Undefined if no version is semantic. */
export const highestGiven = (releases: readonly Named[]): string | undefined =>
  highest(releases.filter(({ version }) => isSemantic(version)))?.version;

/** The publication of `version`: a pre-release or not, and the latest unless a higher version of the service was released. */
export function publicationOf(version: string, released: readonly Named[]): { prerelease: boolean; isLatest: boolean } {
  const prerelease = isPrerelease(version);
  const isBelow = (one: Named) => isStable(one.version) && compareVersions(one.version, version) > 0;
  return { prerelease, isLatest: !prerelease && !(isOrdered(version) && released.some(isBelow)) };
}

type Latest = { readonly releaseId: string; readonly version: string; readonly releaseDate?: string | undefined };

export function suggestionsAfter(name: string, latest: Latest | undefined): VersionSuggestions {
  const from = latest?.version;
  const known = latest && {
    releaseId: latest.releaseId,
    version: latest.version,
    releaseDate: latest.releaseDate ?? '',
  };
  const next = { major: bumped(from, 'MAJOR'), minor: bumped(from, 'MINOR'), patch: bumped(from, 'PATCH') };
  const base = { service: name, latest: known ?? null, ...next };
  if (from === undefined) {
    return { ...base, reason: 'FIRST_RELEASE', explanation: `${name} has no release yet.` };
  }
  if (!isSemantic(from)) {
    const explanation = `${from}, the latest release, is not a semantic version, so the next version is unknown.`;
    return { ...base, reason: 'LATEST_NOT_SEMVER', explanation };
  }
  return { ...base, reason: 'FROM_LATEST', explanation: `${from} is the latest release of ${name}.` };
}
