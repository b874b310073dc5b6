// Versions of a service: the latest release, the base of a release, suggestions for the next version, and the publication of one. The
// service's scheme orders them (entities/catalog/version-order.model.ts). Pre-releases lead to a stable version and count for nothing
// else. Pure.
import * as z from 'zod';
import { slug } from '../../catalog/services/service.model.ts';
import { compareByTime, compareReleases, type Ordered, orderOf } from '../../catalog/version-order.model.ts';
import { VERSION_SCHEMES, type VersionBump, type VersionScheme } from '../../catalog/words.model.ts';

export const suggestVersionsQuery = z.strictObject({ service: slug });

const REASONS = ['FROM_LATEST', 'FIRST_RELEASE', 'LATEST_NOT_SEMVER', 'LATEST_NOT_OF_SCHEME', 'NO_ORDER'] as const;

export const versionSuggestionsView = z
  .lazy(() =>
    z.strictObject({
      service: z.string(),
      versionScheme: z.enum(VERSION_SCHEMES),
      latest: z.strictObject({ releaseId: z.string(), version: z.string(), releaseDate: z.string() }).nullable(),
      major: z.string().nullable().describe('SEMVER alone'),
      minor: z.string().nullable().describe('SEMVER alone'),
      patch: z.string().nullable().describe('SEMVER alone'),
      next: z.string().nullable().describe('CALVER and BUILD, which have one next version'),
      reason: z.enum(REASONS),
      explanation: z.string(),
    }),
  )
  .meta({ id: 'VersionSuggestions' });
export type VersionSuggestions = z.output<typeof versionSuggestionsView>;

/** True for a version on the stable line: ordered, and no pre-release. */
export function isStable(scheme: VersionScheme, version: string): boolean {
  const { isOrdered, isPrerelease } = orderOf(scheme);
  return isOrdered(version) && !isPrerelease(version);
}

const last = <R>(releases: readonly R[], compare: (one: R, other: R) => number): R | undefined =>
  releases.reduce<R | undefined>((best, one) => (best === undefined || compare(one, best) > 0 ? one : best), undefined);

/** The newest one; a pre-release only if all are pre-releases. */
function newest<R extends Ordered>(scheme: VersionScheme, releases: readonly R[]): R | undefined {
  const { isPrerelease } = orderOf(scheme);
  const final = releases.filter(({ version }) => !isPrerelease(version));
  const counted = final.length > 0 ? final : releases;
  return last(counted, (one, other) => compareByTime(scheme, one, other));
}

/** The highest of the stable line; the highest pre-release of a service without a stable version. */
function highest<R extends Ordered>(scheme: VersionScheme, releases: readonly R[]): R | undefined {
  const stable = releases.filter(({ version }) => isStable(scheme, version));
  const counted = stable.length > 0 ? stable : releases.filter(({ version }) => orderOf(scheme).isOrdered(version));
  return last(counted, (one, other) => compareReleases(scheme, one, other));
}

/** The highest version, so that a hotfix of an older line is not the latest; the newest if versions have no order. */
export function latestOf<R extends Ordered>(scheme: VersionScheme, released: readonly R[]): R | undefined {
  const recent = newest(scheme, released);
  if (recent === undefined || !orderOf(scheme).isOrdered(recent.version)) return recent;
  return highest(scheme, released);
}

/**
 * The release that `version` builds on: the highest version of the stable line that is not above it; for a pre-release
 * also an earlier one of the same version; the latest release where versions have no order.
 */
export function baseOf<R extends Ordered>(
  scheme: VersionScheme,
  version: string,
  released: readonly R[],
): R | undefined {
  const { isOrdered, isPrerelease, compare, leadToTheSame } = orderOf(scheme);
  if (!isOrdered(version) || !released.some((one) => isOrdered(one.version))) return latestOf(scheme, released);
  const mayBeBase = (one: R) =>
    isStable(scheme, one.version) || (isPrerelease(version) && leadToTheSame(one.version, version));
  const before = released.filter((one) => isOrdered(one.version) && compare(one.version, version) <= 0);
  return last(before.filter(mayBeBase), (one, other) => compareReleases(scheme, one, other));
}

/** The highest stable version of all releases from which a next one can be computed, also of cancelled ones. */
export const highestGiven = (scheme: VersionScheme, releases: readonly Ordered[]): string | undefined =>
  highest(
    scheme,
    releases.filter(({ version }) => orderOf(scheme).next(version, 'PATCH', '1970-01-01') !== null),
  )?.version;

/** The publication of a release: a pre-release or not, and the latest unless a later version of the service was released. */
export function publicationOf(
  scheme: VersionScheme,
  release: Ordered,
  released: readonly Ordered[],
): { prerelease: boolean; isLatest: boolean } {
  const { isOrdered, isPrerelease, compare } = orderOf(scheme);
  const { version, createdAt = '' } = release;
  const prerelease = isPrerelease(version);
  const isAbove = (one: Ordered) => isStable(scheme, one.version) && compare(one.version, version) > 0;
  const isNewer = (one: Ordered) =>
    scheme === 'OPAQUE' && !isPrerelease(one.version) && (one.createdAt ?? '') > createdAt;
  const isOvertaken = released.some((one) => (isOrdered(version) ? isAbove(one) : isNewer(one)));
  return { prerelease, isLatest: !prerelease && !isOvertaken };
}

type Latest = { readonly releaseId: string; readonly version: string; readonly releaseDate?: string | undefined };

/** `day` is the present day of the tenant, YYYY-MM-DD. */
export function suggestionsAfter(
  name: string,
  scheme: VersionScheme,
  latest: Latest | undefined,
  day: string,
): VersionSuggestions {
  const from = latest?.version;
  const known = latest && {
    releaseId: latest.releaseId,
    version: latest.version,
    releaseDate: latest.releaseDate ?? '',
  };
  const bumped = (bump: VersionBump) => (scheme === 'SEMVER' ? orderOf(scheme).next(from, bump, day) : null);
  const next = scheme === 'SEMVER' ? null : orderOf(scheme).next(from, 'MINOR', day);
  const base = {
    ...{ service: name, versionScheme: scheme, latest: known ?? null, next },
    ...{ major: bumped('MAJOR'), minor: bumped('MINOR'), patch: bumped('PATCH') },
  };
  if (scheme === 'OPAQUE') {
    return { ...base, reason: 'NO_ORDER', explanation: `Versions of ${name} have no order, and so no next one.` };
  }
  if (from === undefined) {
    return { ...base, reason: 'FIRST_RELEASE', explanation: `${name} has no release yet.` };
  }
  if ((next ?? base.patch) === null) {
    const [reason, noun] =
      scheme === 'SEMVER'
        ? (['LATEST_NOT_SEMVER', 'a semantic version'] as const)
        : (['LATEST_NOT_OF_SCHEME', `a version of ${scheme}`] as const);
    const explanation = `${from}, the latest release, is not ${noun}, so the next version is unknown.`;
    return { ...base, reason, explanation };
  }
  return { ...base, reason: 'FROM_LATEST', explanation: `${from} is the latest release of ${name}.` };
}
