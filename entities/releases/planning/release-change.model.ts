// Decides which fields of a release may change: by its status, and only until Windlass made something outside from them. Pure. Used by
// updateRelease.
import * as z from 'zod';
import { canonicalJson } from '../../_base/json.ts';
import type { Changes } from '../../_base/table/table.ts';
import { prose, reference } from '../../_base/text.ts';
import { dayOrTime, instant } from '../../_base/time/wall-time.ts';
import { PLATFORMS } from '../../integrations/types/integration-type.ts';
import { releaseErrors } from '../errors.ts';
import { kickOffInWords } from '../lifecycle/lifecycle.model.ts';
import { isOngoing, ONGOING_STATUSES, type ReleaseStatus } from '../lifecycle/status.model.ts';
import type { ReleaseItem } from '../release.entity.ts';
import { lateFrom } from './deadline.model.ts';
import { branch, existingChoice, version } from './release-body.model.ts';
import { componentsBody } from './release-components.model.ts';

/** Null deletes an optional field. */
export const updateReleaseBody = z.lazy(() =>
  z
    .strictObject({
      description: prose(4000).nullable(),
      targetReleaseDate: dayOrTime.nullable(),
      delayedReason: prose(1000).trim().min(1).nullable(),
      releasePilotId: reference.nullable(),
      communicationIntegrationId: reference.nullable(),
      ticketIntegrationId: reference.nullable(),
      manualSubmission: z.boolean(),
      waitForNotes: z.boolean(),
      submitAt: instant.nullable(),
      plannedDate: dayOrTime.nullable(),
      autoKickoff: z.boolean(),
      baseBranch: branch,
      baseTag: branch.nullable(),
      branchRelease: branch,
      branchCodepush: branch.nullable(),
      existingBranch: existingChoice('branch').nullable(),
      existingTag: existingChoice('tag').nullable(),
      baseVersion: version.nullable(),
      platforms: z.array(z.enum(PLATFORMS)).min(1).max(PLATFORMS.length),
      components: componentsBody,
    })
    .partial()
    .refine((body) => Object.keys(body).length > 0, { error: 'must change something' }),
);
export type UpdateReleaseBody = z.output<typeof updateReleaseBody>;
export type ChangeableField = keyof UpdateReleaseBody;

/** Fields about the kickoff, or fixed by it. */
const OF_KICKOFF: readonly ChangeableField[] = ['plannedDate', 'autoKickoff', 'components'];

/** The statuses in which a field may change. */
const statusesFor = (field: ChangeableField): readonly ReleaseStatus[] =>
  OF_KICKOFF.includes(field) ? ['KICKOFF_PENDING'] : ONGOING_STATUSES;

/** The thing outside of Windlass that was made from a field, in words; undefined while the field may change. */
type Use = (release: ReleaseItem, value: unknown) => string | undefined;

const cutBranch: Use = ({ branchSha, branchRelease, baseTag, baseBranch }) =>
  branchSha === undefined
    ? undefined
    : `${branchRelease} was cut from ${baseTag ?? baseBranch} at ${branchSha.slice(0, 7)}`;

const madeEpics: Use = ({ iOSEpicId, androidEpicId, webEpicId, serverEpicId }) => {
  const epics = [iOSEpicId, androidEpicId, webEpicId, serverEpicId].filter((key) => key !== undefined);
  return epics.length === 0 ? undefined : `${epics.join(', ')} ${epics.length === 1 ? 'was' : 'were'} made`;
};

const USES: Partial<Record<ChangeableField, Use>> = {
  baseBranch: cutBranch,
  baseTag: cutBranch,
  branchRelease: cutBranch,
  existingBranch: cutBranch,
  platforms: madeEpics,
  /** Epics are known to one ticket system only. */
  ticketIntegrationId: (release, value) => (value === undefined ? undefined : madeEpics(release, value)),
  baseVersion: ({ tag }) => (tag === undefined ? undefined : `${tag} was published`),
};

/** The body with its dates resolved; `undefined` deletes a field. */
export type ReleaseChange = Partial<
  Record<ChangeableField | 'plannedLocal' | 'plannedTimeZone' | 'targetLocal' | 'targetTimeZone', unknown>
>;

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

/** The field of the body from which a stored field comes. */
function fieldOf(stored: string): ChangeableField {
  if (stored.startsWith('planned')) return 'plannedDate';
  return (stored.startsWith('target') ? 'targetReleaseDate' : stored) as ChangeableField;
}

interface Lock {
  readonly path: ChangeableField;
  readonly message: string;
  readonly why: string;
  readonly madeFrom?: string;
}

/** The reason why a field may not change; undefined if it may. */
function lockOf(release: ReleaseItem, path: ChangeableField, value: unknown): Lock | undefined {
  const { status } = release;
  const statuses = statusesFor(path);
  if (!statuses.includes(status)) {
    const why = isOngoing(status) ? kickOffInWords(release) : `The release is ${status}.`;
    return { path, why, message: `may change in ${statuses.join(', ')} only. ${why}` };
  }
  const madeFrom = USES[path]?.(release, value);
  if (madeFrom === undefined) return undefined;
  return { path, madeFrom, why: `${madeFrom}.`, message: `stays as it is: ${madeFrom}` };
}

/** Throws `release.field_locked`, with the reason for each field: the statuses in which it may change, or the thing made from it. */
function assertUnlocked(release: ReleaseItem, changed: ReleaseChange): void {
  const paths = [...new Set(Object.keys(changed).map(fieldOf))];
  const locks = paths.flatMap((path) => lockOf(release, path, changed[path]) ?? []);
  if (locks.length === 0) return;
  const reasons = [...new Set(locks.map(({ why }) => why))].join(' ');
  const fixed = locks.filter(({ madeFrom }) => madeFrom === undefined);
  const made = locks.filter(({ madeFrom }) => madeFrom !== undefined);
  throw releaseErrors.field_locked({
    detail: `The release keeps ${locks.map(({ path }) => path).join(', ')}. ${reasons}`,
    fields: locks.map(({ path, message }) => ({ path, code: 'release.field_locked', message })),
    members: {
      ...(fixed.length > 0 && {
        changeableIn: Object.fromEntries(fixed.map(({ path }) => [path, statusesFor(path)])),
      }),
      ...(made.length > 0 && { madeFrom: Object.fromEntries(made.map(({ path, madeFrom }) => [path, madeFrom])) }),
    },
  });
}

/** Throws `release.field_locked` if no field may change. Nothing outside is made from a description. */
export const assertChangeable = (release: ReleaseItem): void => assertUnlocked(release, { description: undefined });

/** A hotfix has one base: a branch or tag that a person names replaces the tag that Windlass found. */
function baseOf(release: ReleaseItem, change: ReleaseChange): ReleaseChange {
  if (release.baseTag === undefined || release.baseTag !== release.baseBranch) return change;
  const { baseBranch, baseTag } = change;
  if (baseBranch !== undefined && baseBranch !== release.baseBranch && !('baseTag' in change)) {
    return { ...change, baseTag: undefined };
  }
  return baseTag === undefined || baseBranch !== undefined ? change : { ...change, baseBranch: baseTag };
}

/** A release with a new date is not late until that date has passed. `now` is epoch milliseconds. */
function delayOf(release: ReleaseItem, change: ReleaseChange, now: number): Changes<ReleaseItem> {
  if (!release.isDelayed || !('targetReleaseDate' in change)) return {};
  const { targetReleaseDate, targetLocal } = { ...release, ...change } as ReleaseItem;
  if (targetReleaseDate !== undefined && lateFrom({ targetReleaseDate, targetLocal } as ReleaseItem) <= now) return {};
  return { isDelayed: false, ...('delayedReason' in change ? {} : { delayedReason: undefined }) };
}

/** The changes of the release, without the fields that have the given value already. Throws `release.field_locked`. */
export function changesOf(release: ReleaseItem, change: ReleaseChange, now: number): Changes<ReleaseItem> {
  const stored = release as Readonly<Record<string, unknown>>;
  const changed = Object.entries(baseOf(release, change)).filter(([field, value]) => !isSame(stored[field], value));
  const news = Object.fromEntries(changed) as ReleaseChange;
  assertUnlocked(release, news);
  return { ...news, ...delayOf(release, news, now) } as Changes<ReleaseItem>;
}
