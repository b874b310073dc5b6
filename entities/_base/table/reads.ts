// The reads of the table: one item, many by key, the pages of a partition. Lists with cursors: page.ts.
import { BatchGetCommand, GetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { readBatches } from './batches.ts';
import type { IndexKeys, Key } from './keys.ts';
import type { Table } from './table.ts';

export type Stored = Readonly<Record<string, unknown>>;

/** A consistent read. `attributes` limits the answer to these. */
export async function readOne(
  { client, name: TableName }: Table,
  { pk, sk }: Key,
  attributes?: readonly string[],
): Promise<Stored | undefined> {
  const wanted = attributes && { ProjectionExpression: attributes.join(', ') };
  const { Item } = await client.send(new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true, ...wanted }));
  return Item;
}

/** The existing items, in any order, each key once. Throws if DynamoDB repeatedly leaves keys unprocessed. */
export async function readMany(
  { client, name }: Table,
  keys: readonly Key[],
  attributes?: readonly string[],
  consistent = true,
): Promise<Stored[]> {
  const wanted = attributes && { ProjectionExpression: attributes.join(', ') };
  return readBatches(keys, async (some) => {
    const request = { Keys: [...some], ConsistentRead: consistent, ...wanted };
    const command = new BatchGetCommand({ RequestItems: { [name]: request as never } });
    const { Responses, UnprocessedKeys } = await client.send(command);
    return { items: Responses?.[name] ?? [], left: (UnprocessedKeys?.[name]?.Keys ?? []) as unknown as Key[] };
  });
}

export interface Partition {
  readonly pk: string;
  /** The prefix of the sort keys, or the key below which they begin. */
  readonly prefix?: string;
  readonly below?: string;
  readonly index?: IndexKeys['index'] | undefined;
  readonly newestFirst?: boolean | undefined;
}

/** A Query of the table, which is consistent, or of an index. */
export function queryOf({ name }: Table, { pk, prefix = '', below, index, newestFirst }: Partition): QueryCommandInput {
  const range = below === undefined ? prefix && ' AND begins_with(#sk, :sk)' : ' AND #sk < :sk';
  const sk = below ?? prefix;
  return {
    TableName: name,
    ...(index ? { IndexName: index } : { ConsistentRead: true }),
    KeyConditionExpression: `#pk = :pk${range}`,
    ExpressionAttributeNames: { '#pk': `${index ?? ''}pk`, ...(range && { '#sk': `${index ?? ''}sk` }) },
    ExpressionAttributeValues: { ':pk': pk, ...(range && { ':sk': sk }) },
    ScanIndexForward: newestFirst !== true,
  };
}

/** Every item of a partition in its order, read page by page of at most `limit` items. */
export async function* walk(table: Table, partition: Partition, limit?: number): AsyncGenerator<Stored> {
  let start: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        ...queryOf(table, partition),
        ...(limit && { Limit: limit }),
        ...(start && { ExclusiveStartKey: start }),
      }),
    );
    yield* Items;
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

/** At most `most` of a partition, in its order. */
export async function readFirst(
  table: Table,
  partition: Partition,
  most = Number.POSITIVE_INFINITY,
): Promise<Stored[]> {
  const found: Stored[] = [];
  for await (const item of walk(table, partition, Number.isFinite(most) ? most : undefined)) {
    if (found.push(item) === most) break;
  }
  return found;
}
