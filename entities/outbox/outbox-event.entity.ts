// The outbox: an event of a change, written in its transaction and put on the bus by the publisher from the table stream.
import { Entity } from 'electrodb';
import { OUTBOX_ENTITY, TTL_ATTRIBUTE } from '../names.ts';
import { outboxKeys } from './outbox-event.keys.ts';

const definition = {
  model: { entity: OUTBOX_ENTITY, service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    subjectId: { type: 'string', required: true },
    eventId: { type: 'string', required: true },
    source: { type: 'string', required: true },
    detailType: { type: 'string', required: true },
    /** The detail as JSON text, exactly as it goes on the bus. */
    detail: { type: 'string', required: true },
    expiresAt: { type: 'number', required: true, field: TTL_ATTRIBUTE },
  },
  indexes: {
    bySubject: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId', 'subjectId'], template: outboxKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: ['eventId'], template: outboxKeys.sk },
    },
  },
} as const;

export const createOutboxEventEntity = (table: string) => new Entity(definition, { table });
