// Release trains over HTTP and what becomes of them. Pure.
import * as z from 'zod';
import { listOf, pageQuery } from '../_base/list.ts';
import type { Changes } from '../_base/table.ts';
import { prose } from '../_base/text.ts';
import { timeZone, wallTime, wallTimeOf } from '../_base/wall-time.ts';
import { createReleaseBody, service } from '../releases/release.model.ts';
import { RELEASE_TYPES } from '../releases/status.model.ts';
import { VERSION_BUMPS } from '../releases/version-bump.model.ts';
import { recurrence } from './recurrence.model.ts';
import type { TrainItem } from './train.entity.ts';

/** What every release of a train is created with: the body of createRelease, less what each departure says itself. */
export const trainTemplate = createReleaseBody
  .omit({
    service: true,
    version: true,
    releaseKey: true,
    releaseType: true,
    baseVersion: true,
    plannedDate: true,
    targetReleaseDate: true,
  })
  .extend({ releaseType: z.enum(RELEASE_TYPES).default('PLANNED') });
export type TrainTemplate = z.output<typeof trainTemplate>;

const fields = {
  name: prose(100).trim().min(1),
  rrule: recurrence,
  timeZone,
  versionBump: z.enum(VERSION_BUMPS),
  template: trainTemplate,
  isActive: z.boolean(),
};

export const createTrainBody = z.strictObject({
  ...fields,
  service,
  dtstart: wallTime.optional().describe('Wall time of the first possible departure. Default: now'),
  versionBump: fields.versionBump.default('MINOR'),
  isActive: fields.isActive.default(true),
});

export const updateTrainBody = z
  .strictObject({ ...fields, dtstart: wallTime })
  .partial()
  .refine((body) => Object.keys(body).length > 0, { error: 'must change something' });
export type UpdateTrainBody = z.output<typeof updateTrainBody>;

export const listTrainsQuery = z.strictObject(pageQuery);

export const trainView = z.strictObject({
  id: z.string(),
  service: z.string(),
  name: z.string(),
  rrule: z.string(),
  timeZone: z.string(),
  dtstart: z.string(),
  versionBump: z.enum(VERSION_BUMPS),
  template: z.record(z.string(), z.unknown()),
  isActive: z.boolean(),
  nextDepartureAt: z
    .string()
    .optional()
    .describe('Soon after a creation, change or departure; absent while it is switched off'),
  lastDepartureAt: z.string().optional(),
  lastReleaseId: z.string().optional(),
  lastError: z.string().optional().describe('Why the last departure became no release, or why the train stopped'),
  createdBy: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int(),
});
export const trainListView = listOf(trainView);

export function viewTrain({ tenantId: _t, trainId, leg: _l, schemaVersion: _s, ...shown }: TrainItem) {
  return { id: trainId, ...shown };
}

/** A train without a start could have departed from this minute on. */
export const startOf = (at: number, zone: string): string => `${wallTimeOf(at, zone).slice(0, 16)}:00`;

const SCHEDULE = ['rrule', 'timeZone', 'dtstart', 'isActive'] as const;

/** The table keeps no order of a map's members. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

/** What becomes of the train; nothing for a change to what it is already. Another schedule begins another leg. */
export function changesOf(train: TrainItem, body: UpdateTrainBody): Changes<TrainItem> {
  const stored = train as Readonly<Record<string, unknown>>;
  const changed = Object.entries(body).filter(([field, value]) => !isSame(stored[field], value));
  const news = Object.fromEntries(changed) as Changes<TrainItem>;
  const isRescheduled = SCHEDULE.some((field) => field in news);
  return isRescheduled ? { ...news, leg: train.leg + 1, nextDepartureAt: undefined } : news;
}

/**
 * What of a changed train has to be right: what the change brings and, of a train that is switched on, all of it. Whatever
 * has become wrong since, a train can be renamed and switched off.
 */
export function checksOf(changes: Changes<TrainItem>) {
  const brings = (field: keyof TrainItem): boolean => field in changes;
  const isSwitchedOn = changes.isActive === true;
  return {
    template: isSwitchedOn || brings('template'),
    schedule: isSwitchedOn || (['rrule', 'timeZone', 'dtstart'] as const).some(brings),
  };
}

/** Longest an execution may wait; Step Functions ends it after a year (quotas). */
const LONGEST_WAIT = 300 * 86_400_000;

export const NO_DEPARTURE = 'has no departure within the next 300 days';

export const mayWaitUntil = (departure: number | undefined, now: number): departure is number =>
  departure !== undefined && departure - now <= LONGEST_WAIT;
