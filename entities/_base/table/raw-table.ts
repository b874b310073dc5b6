// The one table by the plain SDK client, without ElectroDB, for functions that must start fast. Keys come from the same
// `*.keys.ts` templates, reads by key are consistent, and a failed condition is an answer, not an error.
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { readBatches } from './batches.ts';
import { type Definition, type KeyValues, readItem } from './entity.ts';
import { type IndexKeys, type Key, type Keys, keyOf } from './keys.ts';
import { fromWire, toWire } from './wire.ts';

export type Item = Readonly<Record<string, unknown>>;

/** A condition expression; `#name` placeholders are the attribute's own name, values are named without the colon. */
export interface Condition {
  readonly expression: string;
  readonly values?: Item;
}

/** One page of a partition, of the table itself or of one of its indexes (which answers what its projection holds). */
export interface RawQuery {
  readonly pk: string;
  /** The prefix of the sort keys; only for queries of the table itself. */
  readonly skPrefix?: string;
  readonly index?: IndexKeys['index'];
  /** At most this many items; a page of 1 MB by default. */
  readonly limit?: number;
  readonly isNewestFirst?: boolean;
}

export interface RawTable {
  get(key: Key): Promise<Item | undefined>;
  /** The existing items, in any order. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  /** In the order of the sort key; consistent unless of an index. */
  query(query: RawQuery): Promise<readonly Item[]>;
  /** Writes the whole item; false when the condition does not hold. Undefined attributes are left out. */
  put(item: Key & Item, condition?: Condition): Promise<boolean>;
}

export const ABSENT: Condition = { expression: 'attribute_not_exists(#pk)' };

/** The item of this kind and key, in its present version. */
export async function getRaw<Item extends object, K extends Keys>(
  table: Pick<RawTable, 'get'>,
  definition: Definition<Item, K>,
  values: KeyValues<Item, K>,
): Promise<Item | undefined> {
  const stored = await table.get(keyOf(definition.keys, values));
  return stored && readItem(definition, stored);
}

const named = (names: Iterable<string>) => Object.fromEntries([...names].map((name) => [`#${name}`, name]));
const namesIn = (expression: string) => [...expression.matchAll(/#(\w+)/g)].map(([, name]) => name as string);
const valuesOf = (values: Item) =>
  toWire(Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])));

async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export function createRawTable(client: DynamoDBClient, name: string): RawTable {
  return {
    async get(key) {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: toWire({ pk: key.pk, sk: key.sk }), ConsistentRead: true }),
      );
      return Item && fromWire(Item);
    },

    getMany: (keys) =>
      readBatches(keys, async (some) => {
        const Keys = some.map(({ pk, sk }) => toWire({ pk, sk }));
        const command = new BatchGetItemCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } });
        const { Responses, UnprocessedKeys } = await client.send(command);
        return {
          items: (Responses?.[name] ?? []).map(fromWire),
          left: (UnprocessedKeys?.[name]?.Keys ?? []).map(fromWire) as unknown as Key[],
        };
      }),

    async query({ pk, skPrefix, index, limit, isNewestFirst = false }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: name,
          ...(index ? { IndexName: index } : { ConsistentRead: true }),
          KeyConditionExpression: skPrefix === undefined ? '#pk = :pk' : '#pk = :pk AND begins_with(sk, :skPrefix)',
          ExpressionAttributeNames: { '#pk': `${index ?? ''}pk` },
          ExpressionAttributeValues: valuesOf({ pk, skPrefix }),
          ScanIndexForward: !isNewestFirst,
          ...(limit === undefined ? {} : { Limit: limit }),
        }),
      );
      return Items.map(fromWire);
    },

    put: (item, condition) =>
      held(
        client.send(
          new PutItemCommand({
            TableName: name,
            Item: toWire(item),
            ...(condition && {
              ConditionExpression: condition.expression,
              ExpressionAttributeNames: named(namesIn(condition.expression)),
              ...(condition.values && { ExpressionAttributeValues: valuesOf(condition.values) }),
            }),
          }),
        ),
      ),
  };
}
