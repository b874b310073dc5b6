// An outbox event as it is stored and read. Fields that its key holds are not stored twice: that keeps the creation of
// a release below a kilobyte. Pure.
import type { Envelope } from '../_base/events.ts';
import { versionOf } from '../_base/table/entity.ts';
import { keyOf } from '../_base/table/keys.ts';
import { expiryOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { outboxEventDefinition } from './outbox-event.entity.ts';
import { outboxKeys } from './outbox-event.keys.ts';

/** The item of `event`: its `detail` is the JSON of the event's detail but for id and tenantId. */
export function storedEvent({ source, detailType, subjectId, detail }: Envelope) {
  const { id: eventId, tenantId, ...rest } = detail;
  return {
    ...keyOf(outboxKeys, { tenantId, subjectId, eventId }),
    ...{ source, detailType, detail: JSON.stringify(rest) },
    // The stream's filter needs the entity's name.
    ...{ __edb_e__: outboxEventDefinition.name, schemaVersion: versionOf(outboxEventDefinition) },
    [TTL_ATTRIBUTE]: expiryOf(Date.parse(detail.occurredAt), RETENTION_DAYS.outbox),
  };
}

/** Attributes of a stored event. */
export interface StoredEvent {
  readonly pk: string;
  readonly sk: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
}

/** The event for the bus, its detail as JSON; undefined if the item's key is not that of an event. */
export function readStoredEvent({ pk, sk: eventId, source, detailType, detail }: StoredEvent) {
  const [, tenantId, subjectId] = /^T#([^#]+)#OUTBOX#(.+)$/.exec(pk) ?? [];
  if (tenantId === undefined || subjectId === undefined) return undefined;
  const known = JSON.stringify({ id: eventId, tenantId });
  return { tenantId, subjectId, eventId, source, detailType, detail: `${known.slice(0, -1)},${detail.slice(1)}` };
}
