// The outbox event. Fields in its key are not stored twice, which keeps the creation of a release below a kilobyte.
import { defineRecord, expiring, text } from '../_base/table/entity.ts';
import { OUTBOX_ENTITY } from '../names.ts';
import { outboxKeys } from './outbox-event.keys.ts';

export const outboxEventDefinition = defineRecord(OUTBOX_ENTITY, outboxKeys, {
  source: text,
  detailType: text,
  /** The event's detail as JSON, without id and tenantId. */
  detail: text,
  ...expiring,
});
