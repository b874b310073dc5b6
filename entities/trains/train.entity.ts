// A release train: a schedule that creates the next release of a service automatically.
import {
  boolean,
  defineEntity,
  type ItemOf,
  json,
  list,
  number,
  oneOf,
  optional,
  text,
} from '../_base/table/entity.ts';
import { VERSION_BUMPS } from '../catalog/words.model.ts';
import { trainKeys } from './train.keys.ts';

export const trainDefinition = defineEntity('train', trainKeys, {
  trainId: text,
  service: text,
  name: text,
  rrule: text,
  timeZone: text,
  /** Wall time of the zone. */
  dtstart: text,
  versionBump: oneOf(VERSION_BUMPS),
  /** See trainTemplate. */
  template: json,
  isActive: boolean,
  /** Increases with every departure and every change of the schedule; an execution of an earlier leg does nothing. */
  leg: number,
  nextDepartureAt: optional(text),
  lastDepartureAt: optional(text),
  lastReleaseId: optional(text),
  lastError: optional(text),
  /** The time at which the rule ended. */
  endedAt: optional(text),
  /** Departures that people skipped, in ISO 8601; past ones are removed. */
  skippedDepartures: optional(list(text)),
  skipUnchanged: optional(boolean),
  dueAfterDays: optional(number),
  noticeHours: optional(number),
  /** The departure that was announced. */
  noticedDeparture: optional(text),
  createdBy: text,
  createdByName: optional(text),
});

export type TrainItem = ItemOf<typeof trainDefinition>;
