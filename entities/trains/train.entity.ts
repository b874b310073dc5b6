// A release train: a schedule that creates the next release of a service automatically.
import { Entity, type EntityItem } from 'electrodb';
import { VERSION_BUMPS } from '../releases/versions/version-bump.model.ts';
import { trainKeys } from './train.keys.ts';

const definition = {
  model: { entity: 'train', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    trainId: { type: 'string', required: true },
    service: { type: 'string', required: true },
    name: { type: 'string', required: true },
    rrule: { type: 'string', required: true },
    timeZone: { type: 'string', required: true },
    /** Wall time of the zone. */
    dtstart: { type: 'string', required: true },
    versionBump: { type: VERSION_BUMPS, required: true },
    /** See trainTemplate. */
    template: { type: 'any', required: true },
    isActive: { type: 'boolean', required: true },
    /** Begins anew with every departure and every change of the schedule; an execution of an earlier leg does nothing. */
    leg: { type: 'number', required: true },
    nextDepartureAt: { type: 'string' },
    lastDepartureAt: { type: 'string' },
    lastReleaseId: { type: 'string' },
    lastError: { type: 'string' },
    /** When it had its last departure, as its rule said. */
    endedAt: { type: 'string' },
    /** Departures that people left out, in ISO 8601; those that have passed are dropped. */
    skippedDepartures: { type: 'list', items: { type: 'string' } },
    skipUnchanged: { type: 'boolean' },
    dueAfterDays: { type: 'number' },
    noticeHours: { type: 'number' },
    /** The departure that was told beforehand. */
    noticedDeparture: { type: 'string' },
    createdBy: { type: 'string', required: true },
    createdByName: { type: 'string' },
    createdAt: { type: 'string', required: true },
    updatedAt: { type: 'string', required: true },
    revision: { type: 'number', required: true },
    schemaVersion: { type: 'number', required: true },
  },
  indexes: {
    byId: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: trainKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: ['trainId'], template: trainKeys.sk },
    },
  },
} as const;

export const createTrainEntity = (table: string) => new Entity(definition, { table });
export type TrainItem = EntityItem<ReturnType<typeof createTrainEntity>>;
