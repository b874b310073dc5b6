// Writes of the outbox for functions without a transaction, which change nothing but have something to say.
import type { Envelope } from '../_base/events.ts';
import { ABSENT, type RawTable } from '../_base/table/raw-table.ts';
import { storedEvent } from './outbox-event.model.ts';

/** Puts `event` where the publisher finds it. */
export async function sayRaw(table: RawTable, event: Envelope): Promise<void> {
  await table.put(storedEvent(event), ABSENT);
}
