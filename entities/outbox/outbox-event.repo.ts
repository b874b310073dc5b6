// Writes of the outbox: an event of a change, in its transaction. Reading it is the publisher's work, from the table stream.
import { baseErrors } from '../_base/conflicts.ts';
import type { Envelope } from '../_base/events.ts';
import { putItem, type Table, type Write } from '../_base/table/table.ts';
import { storedEvent } from './outbox-event.model.ts';

export function createOutboxRepo({ name: TableName }: Pick<Table, 'name'>) {
  return {
    /** The write that puts `event` into the transaction of its change. */
    add: (event: Envelope): Write =>
      putItem(
        { TableName, Item: storedEvent(event), ConditionExpression: 'attribute_not_exists(pk)' },
        baseErrors.conflict(),
      ),
  };
}
