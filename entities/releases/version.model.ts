// Versions of a service: which release was the last one, what this one builds on, and what the next could be called. Pure.
// Source: Semantic Versioning 2.0.0, sections 9 to 11.
import compare from 'semver/functions/compare.js';
import inc from 'semver/functions/inc.js';
import valid from 'semver/functions/valid.js';
import * as z from 'zod';
import { service } from './release.model.ts';

export const suggestVersionsQuery = z.strictObject({ service });

const REASONS = ['FROM_LATEST', 'FIRST_RELEASE', 'LATEST_NOT_SEMVER'] as const;

export const versionSuggestionsView = z.strictObject({
  service: z.string(),
  latest: z.strictObject({ releaseId: z.string(), version: z.string(), releaseDate: z.string() }).nullable(),
  major: z.string().nullable(),
  minor: z.string().nullable(),
  patch: z.string().nullable(),
  reason: z.enum(REASONS),
  explanation: z.string(),
});
export type VersionSuggestions = z.output<typeof versionSuggestionsView>;

export const VERSION_BUMPS = ['MAJOR', 'MINOR', 'PATCH'] as const;
export type VersionBump = (typeof VERSION_BUMPS)[number];

const BEFORE_ALL = '0.0.0';
const INCREMENTS = { MAJOR: 'major', MINOR: 'minor', PATCH: 'patch' } as const;

/** The next version of that kind, or null when `version` is not semantic. */
export const bumped = (version: string | undefined, bump: VersionBump): string | null =>
  inc(version ?? BEFORE_ALL, INCREMENTS[bump]);

const isSemantic = (version: string): boolean => valid(version) !== null;

interface Named {
  readonly version: string;
}
interface Dated extends Named {
  readonly releaseDate?: string | undefined;
}

const highest = <R extends Named>(releases: readonly R[]): R | undefined =>
  releases.reduce<R | undefined>(
    (best, one) => (best === undefined || compare(one.version, best.version) > 0 ? one : best),
    undefined,
  );
const newest = <R extends Dated>(releases: readonly R[]): R | undefined =>
  releases.reduce<R | undefined>(
    (best, one) => (best === undefined || (one.releaseDate ?? '') > (best.releaseDate ?? '') ? one : best),
    undefined,
  );

/** The highest version, so that a hotfix of an older line is not the latest; where versions mean nothing, the newest. */
export function latestOf<R extends Dated>(released: readonly R[]): R | undefined {
  const last = newest(released);
  if (last === undefined || !isSemantic(last.version)) return last;
  return highest(released.filter(({ version }) => isSemantic(version)));
}

/** What a release of `version` comes after: the highest lower version, or the latest where versions mean nothing. */
export function baseOf<R extends Dated>(version: string, released: readonly R[]): R | undefined {
  const semantic = released.filter((one) => isSemantic(one.version));
  if (!isSemantic(version) || semantic.length === 0) return latestOf(released);
  return highest(semantic.filter((one) => compare(one.version, version) < 0));
}

/** The highest version that was ever given, whatever became of it. Undefined when none is semantic. */
export const highestGiven = (releases: readonly Named[]): string | undefined =>
  highest(releases.filter(({ version }) => isSemantic(version)))?.version;

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
    const explanation = `${from}, the latest release, is not a semantic version: there is no telling what follows it.`;
    return { ...base, reason: 'LATEST_NOT_SEMVER', explanation };
  }
  return { ...base, reason: 'FROM_LATEST', explanation: `${from} is the latest release of ${name}.` };
}
