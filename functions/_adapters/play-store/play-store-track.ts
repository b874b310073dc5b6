// Finds the release on a track, and the releases that stay beside it: a track is written as a whole, and releases that are
// left out are discarded. Pure. https://developers.google.com/android-publisher/tracks
import { ownValue } from '../../../entities/_base/own-value.ts';
import type { StoreStatus, StoreVersion } from '../store/store-client.ts';
import type { PlayRelease } from './play-store-replies.ts';

type Fields = Pick<PlayRelease, 'status' | 'userFraction'>;

/** Google's fields for the share of users who get a release. */
export const fractionOf = (percentage: number): Fields =>
  percentage < 100 ? { status: 'inProgress', userFraction: percentage / 100 } : { status: 'completed' };

export const isStaged = ({ status }: PlayRelease): boolean => status === 'inProgress' || status === 'halted';
export const isDraft = ({ status }: PlayRelease): boolean => status === 'draft';

/** The highest version code, which decides updates; undefined for a release without builds. */
export const codeOf = ({ versionCodes = [] }: PlayRelease): string | undefined =>
  versionCodes.toSorted((a, b) => Number(b) - Number(a))[0];

/** A version code as Google writes it: CI systems pad theirs, as in 00157. */
export const asCode = (code: string | undefined): string | undefined => code?.trim().replace(/^0+(?=\d+$)/, '');

/** True if a name contains this version as a whole: "157 (1.5.0)" and "v1.5.0" contain 1.5.0, "1.5.10" does not. */
export function saysVersion(name: string | undefined, version: string): boolean {
  const core = version.replace(/\+.*$/, '');
  return [version, core].some((wanted) => {
    const literal = wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`(?<![0-9A-Za-z.+])v?${literal}(?![0-9A-Za-z+-]|\\.[0-9A-Za-z])`, 'i').test(name ?? '');
  });
}

/** True if a name contains a version but not this one. People name releases freely: most names contain no version. */
export const saysAnother = (name: string | undefined, version: string): boolean =>
  /\d\.\d/.test(name ?? '') && !saysVersion(name, version);

/** Finds a release by its version code; by its name only if the code is unknown. */
export function findRelease(releases: readonly PlayRelease[], wanted: StoreVersion): PlayRelease | undefined {
  const { version, versionId, buildNumber } = wanted;
  const code = asCode(versionId ?? buildNumber);
  if (code !== undefined) return releases.find(({ versionCodes }) => versionCodes?.includes(code));
  return releases.find(({ name }) => name === version) ?? releases.find(({ name }) => saysVersion(name, version));
}

/** The release that replaced one that is no longer on the track. */
export function replacedBy(releases: readonly PlayRelease[], { versionId, buildNumber }: StoreVersion) {
  const code = Number(versionId ?? buildNumber ?? Number.NaN);
  return releases.find((release) => !isDraft(release) && Number(codeOf(release) ?? 0) > code);
}

/**
 * The releases that stay beside `ours`: drafts, and those for other users. A completed release replaces the last completed
 * one and staged ones with lower codes; a staged release replaces the staged one before it: a track has one of each.
 */
export const besides = (ours: PlayRelease, others: readonly PlayRelease[]): PlayRelease[] =>
  others.filter((other) => {
    if (other.versionCodes?.some((code) => ours.versionCodes?.includes(code))) return false;
    if (isDraft(ours) || isDraft(other)) return true;
    if (isStaged(ours)) return !isStaged(other);
    return isStaged(other) && Number(codeOf(other) ?? 0) > Number(codeOf(ours) ?? 0);
  });

const STATES: Readonly<Record<string, StoreStatus['state']>> = {
  draft: 'NOT_SUBMITTED',
  inProgress: 'ROLLING_OUT',
  halted: 'HALTED',
  completed: 'RELEASED',
};

const RELEASE_DRAFT = 'The release is a draft on its track: release it in the Play Console';

/** A track does not show the review: see `play-store-review.ts`. */
export function toStatus({ status = 'draft', userFraction }: PlayRelease): StoreStatus {
  const state = ownValue(STATES, status) ?? 'NOT_SUBMITTED';
  // 0.07 * 100 is not 7 in binary.
  const percentage = userFraction === undefined ? {} : { percentage: Math.round(userFraction * 1e6) / 1e4 };
  return { state, storeState: status, ...percentage, ...(status === 'draft' && { leftToDo: RELEASE_DRAFT }) };
}
