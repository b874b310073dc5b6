// An outbox event as it is stored and read. Fields that its key holds are not stored twice: that keeps the creation of
// a release below a kilobyte. Pure.
import type { Envelope } from '../_base/events.ts';
import { keyOf } from '../_base/table/raw-table.ts';
import { OUTBOX_ENTITY, RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { outboxKeys } from './outbox-event.keys.ts';

const SCHEMA_VERSION = 2;
const SECONDS_A_DAY = 86_400;

/** The item of `event`: its `detail` is the JSON of the event's detail but for id and tenantId. */
export function storedEvent({ source, detailType, subjectId, detail }: Envelope) {
  const { id: eventId, tenantId, ...rest } = detail;
  return {
    ...keyOf(outboxKeys, { tenantId, subjectId, eventId }),
    ...{ source, detailType, detail: JSON.stringify(rest) },
    // By this the stream's filter knows the entity.
    ...{ __edb_e__: OUTBOX_ENTITY, schemaVersion: SCHEMA_VERSION },
    [TTL_ATTRIBUTE]: Math.floor(Date.parse(detail.occurredAt) / 1000) + RETENTION_DAYS.outbox * SECONDS_A_DAY,
  };
}

/** Attributes of a stored event, of any version. */
export interface StoredEvent {
  readonly pk: string;
  readonly sk: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  /** None in the first version, whose `detail` is whole. */
  readonly schemaVersion?: number | undefined;
}

/** The event as it goes on the bus, its detail as JSON text; undefined for what has not the key of one. */
export function readStoredEvent({ pk, sk: eventId, source, detailType, detail, schemaVersion }: StoredEvent) {
  const [, tenantId, subjectId] = /^T#([^#]+)#OUTBOX#(.+)$/.exec(pk) ?? [];
  if (tenantId === undefined || subjectId === undefined) return undefined;
  const known = JSON.stringify({ id: eventId, tenantId });
  const whole = schemaVersion === undefined ? detail : `${known.slice(0, -1)},${detail.slice(1)}`;
  return { tenantId, subjectId, eventId, source, detailType, detail: whole };
}
