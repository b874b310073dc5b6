// The reads of the table: one item, many by key, the pages of a partition. Lists with cursors: page.ts.
import { BatchGetItemCommand, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { readBatches } from './batches.ts';
import { type Definition, readItem } from './entity.ts';
import type { IndexKeys, Key } from './keys.ts';
import type { Condition, Table } from './table.ts';
import { fromWire, toWire, wireRequest } from './wire.ts';

export type Stored = Readonly<Record<string, unknown>>;

/** Names stand for the attributes, as DynamoDB reserves many words. */
const only = (attributes: readonly string[] | undefined) =>
  attributes && {
    ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
  };

/** A consistent read. `attributes` limits the answer to these. */
export async function readOne(
  { client, name: TableName }: Table,
  { pk, sk }: Key,
  attributes?: readonly string[],
): Promise<Stored | undefined> {
  const request = { TableName, Key: toWire({ pk, sk }), ConsistentRead: true, ...only(attributes) };
  const { Item } = await client.send(new GetItemCommand(request));
  return Item && fromWire(Item);
}

/** The existing items, in any order, each key once. Throws if DynamoDB repeatedly leaves keys unprocessed. */
export async function readMany(
  { client, name }: Table,
  keys: readonly Key[],
  attributes?: readonly string[],
  consistent = true,
): Promise<Stored[]> {
  return readBatches(keys, async (some) => {
    const Keys = some.map(({ pk, sk }) => toWire({ pk, sk }));
    const command = new BatchGetItemCommand({
      RequestItems: { [name]: { Keys, ConsistentRead: consistent, ...only(attributes) } },
    });
    const { Responses, UnprocessedKeys } = await client.send(command);
    return {
      items: (Responses?.[name] ?? []).map(fromWire),
      left: (UnprocessedKeys?.[name]?.Keys ?? []).map(fromWire) as unknown as Key[],
    };
  });
}

export interface Partition {
  readonly pk: string;
  /** The prefix of the sort keys, or the key below which they begin. */
  readonly prefix?: string;
  readonly below?: string;
  /** The first and the last sort key. */
  readonly between?: readonly [string, string] | undefined;
  readonly index?: IndexKeys['index'] | undefined;
  readonly newestFirst?: boolean | undefined;
}

/** A Query of the table, which is consistent, or of an index. */
export function queryOf({ name }: Table, partition: Partition): QueryCommandInput {
  const { pk, prefix = '', below, between, index, newestFirst } = partition;
  const beginning = below === undefined ? prefix && ' AND begins_with(#sk, :sk)' : ' AND #sk < :sk';
  const range = between ? ' AND #sk BETWEEN :sk AND :last' : beginning;
  const sk = between?.[0] ?? below ?? prefix;
  return {
    TableName: name,
    ...(index ? { IndexName: index } : { ConsistentRead: true }),
    KeyConditionExpression: `#pk = :pk${range}`,
    ExpressionAttributeNames: { '#pk': `${index ?? ''}pk`, ...(range && { '#sk': `${index ?? ''}sk` }) },
    ExpressionAttributeValues: { ':pk': pk, ...(range && { ':sk': sk }), ...(between && { ':last': between[1] }) },
    ScanIndexForward: newestFirst !== true,
  };
}

export interface QueryAnswer {
  readonly items: readonly Record<string, unknown>[];
  /** The position to continue from; undefined at the end. */
  readonly last: Record<string, unknown> | undefined;
}

export async function sendQuery({ client }: Table, query: QueryCommandInput): Promise<QueryAnswer> {
  const { Items = [], LastEvaluatedKey } = await client.send(new QueryCommand(wireRequest(query) as never));
  return { items: Items.map(fromWire), last: LastEvaluatedKey && fromWire(LastEvaluatedKey) };
}

/** Every item of a partition in its order, read page by page of at most `limit` items. */
export async function* walk(table: Table, partition: Partition, limit?: number): AsyncGenerator<Stored> {
  let start: Record<string, unknown> | undefined;
  do {
    const { items, last } = await sendQuery(table, {
      ...queryOf(table, partition),
      ...(limit && { Limit: limit }),
      ...(start && { ExclusiveStartKey: start }),
    });
    yield* items;
    start = last;
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

/**
 * The number of items of a partition for which `condition` holds, up to `most`. Reads twice as many at most. If it is not exact, there
 * may be more.
 */
export async function countFirst(
  table: Table,
  partition: Partition,
  most: number,
  condition: Condition,
): Promise<{ count: number; isExact: boolean }> {
  const { expression: FilterExpression, values = {}, names } = condition;
  const query = { ...queryOf(table, partition), ConsistentRead: false, Select: 'COUNT' as const, FilterExpression };
  const named = Object.entries(values).map(([name, value]) => [`:${name}`, value]);
  const ExpressionAttributeValues = { ...query.ExpressionAttributeValues, ...Object.fromEntries(named) };
  const ExpressionAttributeNames = { ...query.ExpressionAttributeNames, ...names };
  let [count, read] = [0, 0];
  let start: Record<string, unknown> | undefined;
  do {
    const { Count, ScannedCount, LastEvaluatedKey } = await table.client.send(
      new QueryCommand(
        wireRequest({
          ...{ ...query, ExpressionAttributeNames, ExpressionAttributeValues, Limit: most + 1 - count },
          ...(start && { ExclusiveStartKey: start }),
        }) as never,
      ),
    );
    count += Count ?? 0;
    read += ScannedCount ?? 0;
    start = LastEvaluatedKey && fromWire(LastEvaluatedKey);
  } while (start !== undefined && count <= most && read < 2 * most);
  return { count: Math.min(count, most), isExact: start === undefined && count <= most };
}

type Group<Definitions> = {
  [Name in keyof Definitions]: Definitions[Name] extends Definition<infer Item> ? Item[] : never;
};

/** The items of several kinds that share a partition, or a prefix in it, in one Query. */
export async function readTogether<const D extends Readonly<Record<string, Definition>>>(
  table: Table,
  partition: Pick<Partition, 'pk' | 'prefix'>,
  definitions: D,
): Promise<Group<D>> {
  const stored = await readFirst(table, partition);
  const groups = Object.entries(definitions).map(([name, definition]) => [
    name,
    stored.filter(({ __edb_e__ }) => __edb_e__ === definition.name).map((item) => readItem(definition, item)),
  ]);
  return Object.fromEntries(groups) as Group<D>;
}
