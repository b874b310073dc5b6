// The check that every test's table has: a command with a key of another tenant is refused. It stands here with cases that fail.
import { randomUUID } from 'node:crypto';
import {
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTable, type TestTable } from '../../support/table.ts';
import { asCallerOf } from '../../support/tenants/tenant-keys.ts';

let world: TestTable;
beforeAll(async () => {
  world = await startTable();
});
afterAll(() => world.stop());

const [OWN, OTHER] = [randomUUID(), randomUUID()];
const TableName = 'windlass';
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
const send = (command: unknown) => world.table.client.send(command as never);

describe('a key that is sent to the table', () => {
  it.each([
    ['a read of another tenant', () => new GetItemCommand({ TableName, Key: key(`T#${OTHER}`) })],
    ['a write of another tenant', () => new PutItemCommand({ TableName, Item: key(`T#${OTHER}#X`) })],
    ['a key without a tenant', () => new PutItemCommand({ TableName, Item: key('X') })],
    [
      'a query of another tenant',
      () =>
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: `T#${OTHER}#X` } },
        }),
    ],
    [
      'a batch with a key of another tenant',
      () => new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [key(`T#${OWN}`), key(`T#${OTHER}`)] } } }),
    ],
    [
      'a transaction with a key of another tenant',
      () =>
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName, Item: key(`T#${OWN}`) } },
            { Delete: { TableName, Key: key(`T#${OTHER}`) } },
          ],
        }),
    ],
  ])('is refused in %s', async (_, command) => {
    await expect(asCallerOf(OWN, () => send(command()) as never)).rejects.toThrow(/begins with no tenant|names T#/);
  });

  it('may be of the caller, or a slug', async () => {
    const read = (pk: string) => send(new GetItemCommand({ TableName, Key: key(pk) }));
    await asCallerOf(OWN, async () => [await read(`T#${OWN}#X`), await read('SLUG#acme'), await read(`T#${OWN}`)]);
  });

  it('is of one tenant for a visitor too', async () => {
    const read = (pk: string) => send(new GetItemCommand({ TableName, Key: key(pk) }));
    await expect(asCallerOf(undefined, async () => [await read(`T#${OWN}`), await read(`T#${OTHER}`)])).rejects.toThrow(
      'names T#',
    );
  });
});
