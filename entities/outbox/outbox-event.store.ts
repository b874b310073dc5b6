// Writes of the outbox for functions that publish an event without a change.
import type { Envelope } from '../_base/events.ts';
import { ABSENT, type RawTable } from '../_base/table/raw-table.ts';
import { storedEvent } from './outbox-event.model.ts';

/** Stores `event` for the publisher. */
export async function sayRaw(table: RawTable, event: Envelope): Promise<void> {
  await table.put(storedEvent(event), ABSENT);
}
