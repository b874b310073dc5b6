// Reads which mail a tenant may send, for functions that have the table as ElectroDB has it.
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Item } from '../../_base/table/raw-table.ts';
import type { Table } from '../../_base/table/table.ts';
import { createMailRules, type ReadMailRules } from './mail.store.ts';

export const mailRulesOf = ({ client, name }: Table): ReadMailRules =>
  createMailRules(async (keys) => {
    const found: Item[] = [];
    let pending: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
    while (pending.length > 0) {
      const RequestItems = { [name]: { Keys: pending, ConsistentRead: true } };
      const { Responses, UnprocessedKeys } = await client.send(new BatchGetCommand({ RequestItems }));
      found.push(...((Responses?.[name] ?? []) as Item[]));
      pending = UnprocessedKeys?.[name]?.Keys ?? [];
    }
    return found;
  });
