// The one table through the plain SDK client, for functions that must start fast and so go without ElectroDB. Made in their
// handlers; the rest of them sees only the interface in raw-table.ts.
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { readBatches } from './batches.ts';
import type { Key } from './keys.ts';
import type { Item, RawTable } from './raw-table.ts';

const marshalled = (item: Item) => marshall(item, { removeUndefinedValues: true });
const named = (names: Iterable<string>) => Object.fromEntries([...names].map((name) => [`#${name}`, name]));
const namesIn = (expression: string) => [...expression.matchAll(/#(\w+)/g)].map(([, name]) => name as string);
const valuesOf = (values: Item) =>
  marshalled(Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])));

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
        new GetItemCommand({ TableName: name, Key: marshalled({ pk: key.pk, sk: key.sk }), ConsistentRead: true }),
      );
      return Item && unmarshall(Item);
    },

    getMany: (keys) =>
      readBatches(keys, async (some) => {
        const Keys = some.map(({ pk, sk }) => marshalled({ pk, sk }));
        const command = new BatchGetItemCommand({ RequestItems: { [name]: { Keys, ConsistentRead: true } } });
        const { Responses, UnprocessedKeys } = await client.send(command);
        return {
          items: (Responses?.[name] ?? []).map((item) => unmarshall(item)),
          left: (UnprocessedKeys?.[name]?.Keys ?? []).map((key) => unmarshall(key) as Key),
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
      return Items.map((item) => unmarshall(item));
    },

    put: (item, condition) =>
      held(
        client.send(
          new PutItemCommand({
            TableName: name,
            Item: marshalled(item),
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
