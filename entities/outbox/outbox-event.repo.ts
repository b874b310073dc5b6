// Writes of the outbox. Reading it is the publisher's work, from the table stream.

import { baseErrors } from '../_base/conflicts.ts';
import type { Envelope } from '../_base/events.ts';
import { putItem, type Table, type Write } from '../_base/table.ts';
import { RETENTION_DAYS } from '../names.ts';
import { createOutboxEventEntity } from './outbox-event.entity.ts';

const SECONDS_A_DAY = 86_400;

export function createOutboxRepo(table: Pick<Table, 'name'>) {
  const entity = createOutboxEventEntity(table.name);
  return {
    /** The write that puts `event` into the transaction of its change. */
    add(event: Envelope): Write {
      const occurredAt = Date.parse(event.detail.occurredAt) / 1000;
      return putItem(
        entity
          .create({
            tenantId: event.detail.tenantId,
            subjectId: event.subjectId,
            eventId: event.detail.id,
            source: event.source,
            detailType: event.detailType,
            detail: JSON.stringify(event.detail),
            expiresAt: Math.floor(occurredAt) + RETENTION_DAYS.outbox * SECONDS_A_DAY,
          })
          .params(),
        baseErrors.conflict(),
      );
    },
  };
}
