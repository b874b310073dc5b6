// What of a release may change by hand, and in which status: a table and the decision by it. Pure. Used by updateRelease.
import * as z from 'zod';
import type { Changes } from '../_base/table.ts';
import { prose } from '../_base/text.ts';
import { releaseErrors } from './errors.ts';
import type { ReleaseItem } from './release.entity.ts';
import { branch, existingChoice, moment, PLATFORMS, plannedMoment, reference, version } from './release.model.ts';
import type { ReleaseStatus } from './status.model.ts';

/** Null takes an optional field away. */
export const updateReleaseBody = z
  .strictObject({
    description: prose(4000).nullable(),
    targetReleaseDate: moment.nullable(),
    delayedReason: prose(1000).trim().min(1).nullable(),
    releasePilotId: reference.nullable(),
    communicationIntegrationId: reference.nullable(),
    ticketIntegrationId: reference.nullable(),
    plannedDate: plannedMoment.nullable(),
    autoKickoff: z.boolean(),
    baseBranch: branch,
    branchRelease: branch,
    branchCodepush: branch.nullable(),
    existingBranch: existingChoice('branch').nullable(),
    existingTag: existingChoice('tag').nullable(),
    baseVersion: version.nullable(),
    platforms: z.array(z.enum(PLATFORMS)).min(1).max(3),
  })
  .partial()
  .refine((body) => Object.keys(body).length > 0, { error: 'must change something' });
export type UpdateReleaseBody = z.output<typeof updateReleaseBody>;
export type ChangeableField = keyof UpdateReleaseBody;

/** Until the kickoff tasks have acted on them. */
const BEFORE_KICKOFF: readonly ReleaseStatus[] = ['KICKOFF_PENDING'];
const BEFORE_RELEASED: readonly ReleaseStatus[] = [
  'KICKOFF_PENDING',
  'PENDING',
  'STARTED',
  'REGRESSION_IN_PROGRESS',
  'BUILD_SUBMITTED',
];

export const CHANGEABLE_IN: Readonly<Record<ChangeableField, readonly ReleaseStatus[]>> = {
  description: BEFORE_RELEASED,
  targetReleaseDate: BEFORE_RELEASED,
  delayedReason: BEFORE_RELEASED,
  releasePilotId: BEFORE_RELEASED,
  communicationIntegrationId: BEFORE_RELEASED,
  ticketIntegrationId: BEFORE_RELEASED,
  plannedDate: BEFORE_KICKOFF,
  autoKickoff: BEFORE_KICKOFF,
  baseBranch: BEFORE_KICKOFF,
  branchRelease: BEFORE_KICKOFF,
  branchCodepush: BEFORE_KICKOFF,
  existingBranch: ['KICKOFF_PENDING', 'PENDING'],
  existingTag: BEFORE_RELEASED,
  baseVersion: BEFORE_KICKOFF,
  platforms: BEFORE_KICKOFF,
};

/** The body with its plan resolved; `undefined` takes a field away. */
export type ReleaseChange = Partial<Record<ChangeableField | 'plannedLocal' | 'plannedTimeZone', unknown>>;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const lockOf = (field: string): readonly ReleaseStatus[] =>
  CHANGEABLE_IN[(field.startsWith('planned') ? 'plannedDate' : field) as ChangeableField];

/** Throws `release.field_locked`, naming each field and the statuses in which it may change. */
function assertUnlocked(status: ReleaseStatus, changed: readonly string[]): void {
  const locked = changed.filter((field) => !lockOf(field).includes(status));
  if (locked.length === 0) return;
  const paths = [...new Set(locked.map((field) => (field.startsWith('planned') ? 'plannedDate' : field)))];
  throw releaseErrors.field_locked({
    detail: `A release in ${status} keeps ${paths.join(', ')}.`,
    fields: paths.map((path) => ({
      path,
      code: 'release.field_locked',
      message: `may change in ${lockOf(path).join(', ')} only`,
    })),
    members: { changeableIn: Object.fromEntries(paths.map((path) => [path, lockOf(path)])) },
  });
}

/** A release that gets another date is late no longer, unless that date has passed too. `now` is epoch milliseconds. */
function delayOf(release: ReleaseItem, change: ReleaseChange, now: number): Changes<ReleaseItem> {
  if (!release.isDelayed || !('targetReleaseDate' in change)) return {};
  const date = change.targetReleaseDate as string | undefined;
  if (date !== undefined && Date.parse(date) <= now) return {};
  return { isDelayed: false, ...('delayedReason' in change ? {} : { delayedReason: undefined }) };
}

/** What becomes of the release; nothing for a change to what it is already. Throws `release.field_locked`. */
export function changesOf(release: ReleaseItem, change: ReleaseChange, now: number): Changes<ReleaseItem> {
  const stored = release as Readonly<Record<string, unknown>>;
  const changed = Object.entries(change).filter(([field, value]) => !isSame(stored[field], value));
  assertUnlocked(
    release.status,
    changed.map(([field]) => field),
  );
  const news = Object.fromEntries(changed) as ReleaseChange;
  return { ...news, ...delayOf(release, news, now) } as Changes<ReleaseItem>;
}
