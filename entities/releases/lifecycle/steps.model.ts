// The times at which a release came to the steps of its way. Pure.
import * as z from 'zod';
import { isoOf } from '../../_base/time/iso.ts';
import type { ReleaseItem } from '../release.entity.ts';
import { RELEASE_STATUSES, type ReleaseStatus } from './status.model.ts';

/** As stored: seconds since 1970 by status, which take less room than texts. */
export type ReachedAt = Readonly<Partial<Record<ReleaseStatus, number>>>;

const placeOf = (status: ReleaseStatus): number => RELEASE_STATUSES.indexOf(status);

/** After a change to `status` at `at` (ISO 8601). A release that goes back keeps the first time of that step and loses the later steps. */
export function reachedAfter(before: ReachedAt | undefined, status: ReleaseStatus, at: string): ReachedAt {
  const earlier = Object.entries(before ?? {}).filter(([name]) => placeOf(name as ReleaseStatus) <= placeOf(status));
  return { [status]: Math.floor(Date.parse(at) / 1000), ...Object.fromEntries(earlier) };
}

export const stepView = z.strictObject({
  status: z.enum(RELEASE_STATUSES),
  since: z.iso
    .datetime()
    .describe('The time at which the release came to this status, and has not gone back before it since'),
});
type Step = z.output<typeof stepView>;

type Stamped = Pick<ReleaseItem, 'createdAt' | 'kickedOffAt' | 'releaseDate' | 'reachedAt'>;

/** In their order, up to the present one. Releases of earlier versions have only those with a time of their own. */
export function viewSteps({ createdAt, kickedOffAt, releaseDate, reachedAt }: Stamped): Step[] {
  const stored = Object.entries((reachedAt ?? {}) as ReachedAt).map(([status, at]) => [status, isoOf(at * 1000)]);
  const known = {
    KICKOFF_PENDING: createdAt,
    PENDING: kickedOffAt,
    RELEASED: releaseDate,
    ...Object.fromEntries(stored),
  };
  return RELEASE_STATUSES.flatMap((status) => {
    const since = (known as Readonly<Partial<Record<ReleaseStatus, string>>>)[status];
    return since === undefined ? [] : [{ status, since }];
  });
}
