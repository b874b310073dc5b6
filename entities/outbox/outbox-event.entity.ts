// The outbox event. Fields that its key holds are not stored twice: that keeps the creation of a release below a kilobyte.
import { defineRecord, expiring, text } from '../_base/table/entity.ts';
import { OUTBOX_ENTITY } from '../names.ts';
import { outboxKeys } from './outbox-event.keys.ts';

export const outboxEventDefinition = defineRecord(OUTBOX_ENTITY, outboxKeys, {
  source: text,
  detailType: text,
  /** JSON of the event's detail but for id and tenantId. */
  detail: text,
  ...expiring,
});
