// Writes of the outbox: an event of a change, in its transaction. Reading it is the publisher's work, from the table stream.
import type { Envelope } from '../_base/events.ts';
import { ABSENT, putItem, type Table, type Write } from '../_base/table/table.ts';
import { storedEvent } from './outbox-event.model.ts';

/** The write that puts `event` into the transaction of its change. */
export const outboxWrite = (table: Pick<Table, 'name'>, event: Envelope): Write =>
  putItem(table, storedEvent(event), ABSENT);
