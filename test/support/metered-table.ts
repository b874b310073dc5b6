// A table whose requests are counted: which commands were sent and what they consumed, as DynamoDB itself reports it.
import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Table } from '../../entities/_base/table/table.ts';

export interface Sent {
  readonly command: string;
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly capacity: readonly ConsumedCapacity[];
}

const READS = /^(Get|BatchGet|Query|Scan|TransactGet)/;

/** The same table, whose client asks for its consumption. `meter(work)` answers what was sent during `work`. */
export function meteredTable(table: Table) {
  const sent: Sent[] = [];
  table.client.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'INDEXES' } });
      const told = (result.output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] }).ConsumedCapacity;
      const capacity = [told ?? []].flat();
      const units = capacity.reduce((sum, part) => sum + (part.CapacityUnits ?? 0), 0);
      const command = String(context.commandName).replace(/Command$/, '');
      const isRead = READS.test(command);
      sent.push({ command, capacity, readUnits: isRead ? units : 0, writeUnits: isRead ? 0 : units });
      return result;
    },
    { step: 'initialize', name: 'meter' },
  );
  async function meter<T>(work: () => Promise<T>) {
    const from = sent.length;
    const result = await work();
    const during = sent.slice(from);
    return {
      result,
      commands: during.map(({ command }) => command),
      readUnits: during.reduce((sum, { readUnits }) => sum + readUnits, 0),
      writeUnits: during.reduce((sum, { writeUnits }) => sum + writeUnits, 0),
      sent: during,
    };
  }
  return { table, meter };
}
