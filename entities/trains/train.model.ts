// Release trains over HTTP, and the changes of one. Pure.
import * as z from 'zod';
import { changedFields } from '../_base/changes.ts';
import { listOf, pageQuery } from '../_base/list.ts';
import type { Changes } from '../_base/table/table.ts';
import { prose } from '../_base/text.ts';
import { instant } from '../_base/time/instant.model.ts';
import { isoOf } from '../_base/time/iso.ts';
import { recurrence } from '../_base/time/recurrence/rule.ts';
import { timeZone, wallTime, wallTimeOf } from '../_base/time/wall-time.ts';
import { actionsView } from '../access/actions/action.model.ts';
import { slug } from '../catalog/services/service.model.ts';
import { VERSION_BUMPS } from '../catalog/words.model.ts';
import { RELEASE_TYPES } from '../releases/lifecycle/status.model.ts';
import { createReleaseBody } from '../releases/planning/release-body.model.ts';
import type { TrainItem } from './train.entity.ts';

/** The template of a train's releases: the body of createRelease without the fields that each departure sets. */
export const trainTemplate = z.lazy(() =>
  createReleaseBody
    .unwrap()
    .omit({
      service: true,
      createService: true,
      version: true,
      releaseKey: true,
      releaseType: true,
      baseVersion: true,
      components: true,
      plannedDate: true,
      targetReleaseDate: true,
    })
    .extend({ releaseType: z.enum(RELEASE_TYPES).default('PLANNED') }),
);
export type TrainTemplate = z.output<typeof trainTemplate>;

const fields = {
  name: prose(100).trim().min(1),
  rrule: recurrence,
  timeZone,
  versionBump: z.enum(VERSION_BUMPS),
  template: trainTemplate,
  isActive: z.boolean(),
  skipUnchanged: z
    .boolean()
    .describe('No release at a departure when baseBranch has nothing new since the release branch before was cut'),
};
const dueAfterDays = z
  .number()
  .int()
  .min(0)
  .max(365)
  .describe('targetReleaseDate of each release: the end of the day so many days after its departure');
const noticeHours = z
  .number()
  .int()
  .min(1)
  .max(336)
  .describe('How long before a departure the chat of the train is told');
const departure = instant();

export const createTrainBody = z.lazy(() =>
  z.strictObject({
    ...fields,
    service: slug,
    dtstart: wallTime.optional().describe('Wall time of the first possible departure. Default: now'),
    versionBump: fields.versionBump.default('MINOR'),
    isActive: fields.isActive.default(true),
    skipUnchanged: fields.skipUnchanged.optional(),
    dueAfterDays: dueAfterDays.optional(),
    noticeHours: noticeHours.optional(),
  }),
);

/** Null deletes a field. */
export const updateTrainBody = z.lazy(() =>
  z
    .strictObject({
      ...fields,
      dtstart: wallTime,
      dueAfterDays: dueAfterDays.nullable(),
      noticeHours: noticeHours.nullable(),
      skippedDepartures: z.array(departure).max(50).describe('Skipped departures; an empty list skips none'),
    })
    .partial()
    .refine((body) => Object.keys(body).length > 0, { error: 'must change something' }),
);
export type UpdateTrainBody = z.output<typeof updateTrainBody>;

export const skipDepartureBody = z.lazy(() =>
  z
    .strictObject({
      departureAt: departure.optional().describe('The departure to skip. Default: the next one'),
      reason: prose(500).trim().min(1).optional(),
    })
    .optional(),
);

/** ENDED: it had its last departure, as its rule said. */
const TRAIN_STATUSES = ['ACTIVE', 'OFF', 'ENDED'] as const;

export const listTrainsQuery = z.strictObject(pageQuery);

const TRAIN_ACTIONS = ['updateTrain', 'skipDeparture', 'deleteTrain'] as const;
export type TrainAction = (typeof TRAIN_ACTIONS)[number];

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
  status: z.enum(TRAIN_STATUSES).describe('ENDED: it had its last departure, as its rule said'),
  endedAt: z.string().optional(),
  skipUnchanged: z.boolean().optional(),
  dueAfterDays: z.number().optional(),
  noticeHours: z.number().optional(),
  skippedDepartures: z.array(z.string()).optional(),
  nextDepartureAt: z.string().optional().describe('Absent while the train is switched off, and after it ended'),
  lastDepartureAt: z.string().optional(),
  lastReleaseId: z.string().optional(),
  lastError: z
    .string()
    .optional()
    .describe('The reason for which the last departure created no release, or the train stopped'),
  createdBy: z.string().describe('The person or token that created it'),
  createdByName: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  revision: z.number().int(),
  actions: actionsView(TRAIN_ACTIONS),
});
export const trainListView = listOf(trainView);

const statusOf = ({ isActive, endedAt }: TrainItem): (typeof TRAIN_STATUSES)[number] => {
  if (isActive) return 'ACTIVE';
  return endedAt === undefined ? 'OFF' : 'ENDED';
};

export function viewTrain(train: TrainItem) {
  const { tenantId: _t, trainId, leg: _l, schemaVersion: _s, noticedDeparture: _n, createdBy, ...shown } = train;
  return { id: trainId, ...shown, createdBy, status: statusOf(train) };
}

/** A train without a start could have departed from this minute on. */
export const startOf = (at: number, zone: string): string => `${wallTimeOf(at, zone).slice(0, 16)}:00`;

const SCHEDULE = ['rrule', 'timeZone', 'dtstart', 'isActive', 'skippedDepartures'] as const;
/** A change of one of these begins a new leg, with another execution. */
const LEGS = [...SCHEDULE, 'noticeHours'] as const;

/**
 * The changes of the train; none if the body repeats the stored values. A new schedule begins a new leg; the caller
 * computes its departure.
 */
export function changesOf(train: TrainItem, body: UpdateTrainBody): Changes<TrainItem> {
  const news = changedFields(train, body) as Changes<TrainItem>;
  if (isRescheduled(news)) return { ...news, leg: train.leg + 1, nextDepartureAt: undefined, endedAt: undefined };
  return LEGS.some((field) => field in news) ? { ...news, leg: train.leg + 1 } : news;
}

export const isRescheduled = (changes: Changes<TrainItem>): boolean => SCHEDULE.some((field) => field in changes);

/**
 * The parts of a changed train to check: those in the change; all of them if it switches the train on. A train that has
 * become invalid since can still be renamed and switched off.
 */
export function checksOf(changes: Changes<TrainItem>) {
  const brings = (field: keyof TrainItem): boolean => field in changes;
  const isSwitchedOn = changes.isActive === true;
  return {
    template: isSwitchedOn || brings('template'),
    schedule: isSwitchedOn || (['rrule', 'timeZone', 'dtstart', 'skippedDepartures'] as const).some(brings),
  };
}

/** The longest wait of an execution; Step Functions ends executions after a year (quotas). */
const LONGEST_WAIT = 300 * 86_400_000;

/** The next departure of a schedule: its time, none any more, or one too far in the future to wait for. */
export type Upcoming = { readonly at: string } | { readonly none: 'ENDED' | 'TOO_FAR'; readonly reason: string };

/** `departure` and `now` are epoch milliseconds. */
export function upcomingOf(departure: number | undefined, now: number): Upcoming {
  if (departure === undefined) return { none: 'ENDED', reason: 'has no departure after this moment' };
  const at = isoOf(departure);
  if (departure - now <= LONGEST_WAIT) return { at };
  return { none: 'TOO_FAR', reason: `has its next departure on ${at}; it must come within 300 days` };
}

/** Skipped departures in the future. */
export const stillSkipped = (skipped: readonly string[] | undefined, now: number): string[] | undefined => {
  const coming = (skipped ?? []).filter((at) => Date.parse(at) > now);
  return coming.length === 0 ? undefined : [...new Set(coming)].sort();
};
