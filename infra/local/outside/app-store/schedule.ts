// When an approved version goes on sale: at once, when it is asked for, or from an hour on.
// https://developer.apple.com/documentation/appstoreconnectapi/appstoreversion/attributes-data.dictionary
import type { JsonObject } from '../../contracts.ts';
import { textOf } from '../reading.ts';
import type { Call } from '../stand-in.ts';
import { entityError } from './json-api.ts';

interface Schedule {
  releaseType: string;
  earliestReleaseDate: string | null;
}

/** When it goes on sale once approved: a time belongs to SCHEDULED alone, and is a whole hour. */
export function releaseOf(attributes: JsonObject, before: Schedule): Schedule {
  const releaseType = textOf(attributes.releaseType) ?? before.releaseType;
  const isGiven = attributes.earliestReleaseDate !== undefined;
  const date = isGiven ? (textOf(attributes.earliestReleaseDate) ?? null) : before.earliestReleaseDate;
  const isWholeHour = date !== null && Date.parse(date) % 3_600_000 === 0;
  if (releaseType === 'SCHEDULED' ? !isWholeHour : isGiven && date !== null) {
    const detail = "'earliestReleaseDate' must be a whole hour of a version that is SCHEDULED, and null of any other.";
    entityError('ATTRIBUTE.INVALID', detail, '/data/attributes/earliestReleaseDate');
  }
  return { releaseType, earliestReleaseDate: releaseType === 'SCHEDULED' ? date : null };
}

export const isDue = ({ now }: Call, { releaseType, earliestReleaseDate }: Schedule): boolean =>
  releaseType === 'SCHEDULED' && earliestReleaseDate !== null && Date.parse(earliestReleaseDate) <= now;
