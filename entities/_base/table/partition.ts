// Reads and removes all items of one partition; used to remove the items of something that was deleted. Audit entries
// cannot be removed: functions are denied it.
import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

type Item = Readonly<Record<string, unknown>>;

/** Deletions under way at a time. */
const AT_ONCE = 25;

/** Every item of the partition, in the order of the sort keys, read page by page. */
export async function* itemsOf({ client, name }: Table, pk: string): AsyncGenerator<Item> {
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield* Items as Item[];
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

/** Removes the items with these keys, as far as they exist. */
export async function removeItems({ client, name }: Table, keys: readonly { pk: string; sk: string }[]): Promise<void> {
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const some = keys.slice(from, from + AT_ONCE);
    await Promise.all(some.map(({ pk, sk }) => client.send(new DeleteCommand({ TableName: name, Key: { pk, sk } }))));
  }
}

/**
 * Removes the items of a partition while `hasTime` is true; answers whether all were removed. May be called again to
 * remove the rest.
 */
export async function removePartition(table: Table, pk: string, hasTime: () => boolean = () => true): Promise<boolean> {
  let keys: { pk: string; sk: string }[] = [];
  for await (const { sk } of itemsOf(table, pk)) {
    keys.push({ pk, sk: String(sk) });
    if (keys.length < AT_ONCE) continue;
    await removeItems(table, keys);
    keys = [];
    if (!hasTime()) return false;
  }
  await removeItems(table, keys);
  return true;
}
