// Writes of the outbox for functions without ElectroDB, which change nothing but have something to say.

import type { Envelope } from '../_base/events.ts';
import { ABSENT, keyOf, type RawTable } from '../_base/raw-table.ts';
import { OUTBOX_ENTITY, RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { outboxKeys } from './outbox-event.keys.ts';

const SECONDS_A_DAY = 86_400;

/** Puts `event` where the publisher finds it. */
export async function sayRaw(table: RawTable, { source, detailType, subjectId, detail }: Envelope): Promise<void> {
  const { tenantId, id: eventId, occurredAt } = detail;
  const item = {
    ...keyOf(outboxKeys, { tenantId, subjectId, eventId }),
    ...{ tenantId, subjectId, eventId, source, detailType, detail: JSON.stringify(detail) },
    // By these ElectroDB and the stream's filter know the entity.
    ...{ __edb_e__: OUTBOX_ENTITY, __edb_v__: '1' },
    [TTL_ATTRIBUTE]: Math.floor(Date.parse(occurredAt) / 1000) + RETENTION_DAYS.outbox * SECONDS_A_DAY,
  };
  await table.put(item, ABSENT);
}
