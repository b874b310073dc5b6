// The one table as repositories see it, and a write: one item of a transaction, or sent alone.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../conflicts.ts';
import type { DomainError } from '../errors.ts';
import type { Key } from './keys.ts';
import { wireRequest } from './wire.ts';

export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One item of a transaction and the error that its failed condition means. */
export interface Write {
  /** Made when it is sent if ElectroDB makes it. */
  readonly item: TransactItem | (() => Promise<TransactItem>);
  readonly otherwise: DomainError;
}

/** A condition as DynamoDB writes it; `values` are named without the colon, `names` stand for reserved words. */
export interface Condition {
  readonly expression: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly names?: Readonly<Record<string, string>>;
}

export const EXISTS: Condition = { expression: 'attribute_exists(pk)' };
export const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' };

const valuesOf = (values: Readonly<Record<string, unknown>> = {}) => {
  const entries = Object.entries(values).map(([name, value]) => [`:${name}`, value]);
  return entries.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(entries) } : {};
};
const conditionOf = ({ expression, values, names }: Condition) => ({
  ConditionExpression: expression,
  ...(names && { ExpressionAttributeNames: names }),
  ...valuesOf(values),
});

/** Puts a whole item; replaces an existing one unless a condition forbids it. */
export const putItem = (
  { name: TableName }: Pick<Table, 'name'>,
  Item: Key & Readonly<Record<string, unknown>>,
  condition?: Condition,
  otherwise = baseErrors.conflict(),
): Write => ({ item: { Put: { TableName, Item, ...(condition && conditionOf(condition)) } }, otherwise });

/** Updates an item by an expression, for counters and sets. */
export const updateItem = (
  { name: TableName }: Table,
  { pk, sk }: Key,
  update: Condition,
  condition: Condition,
  otherwise = baseErrors.conflict(),
): Write => {
  const values = { ...update.values, ...condition.values };
  const names = { ...update.names, ...condition.names };
  const { expression } = condition;
  const all = { expression, values, ...(Object.keys(names).length > 0 && { names }) };
  const Update = { TableName, Key: { pk, sk }, UpdateExpression: update.expression, ...conditionOf(all) };
  return { item: { Update }, otherwise };
};

export const deleteItem = (
  { name: TableName }: Table,
  { pk, sk }: Key,
  condition?: Condition,
  otherwise = baseErrors.conflict(),
): Write => ({ item: { Delete: { TableName, Key: { pk, sk }, ...(condition && conditionOf(condition)) } }, otherwise });

/** Changes nothing, and fails the transaction unless the condition holds. */
export const checkItem = (
  { name: TableName }: Table,
  { pk, sk }: Key,
  condition: Condition,
  otherwise: DomainError,
): Write => ({ item: { ConditionCheck: { TableName, Key: { pk, sk }, ...conditionOf(condition) } }, otherwise });

export const itemOf = async ({ item }: Pick<Write, 'item'>): Promise<TransactItem> =>
  typeof item === 'function' ? item() : item;

const nameOf = (error: unknown) => (error as { name?: string }).name;

/** Sends one write alone; false when its condition does not hold. Throws `request.conflict` while a transaction has the item. */
export async function sendAlone({ client }: Table, write: Pick<Write, 'item'>): Promise<boolean> {
  const { Put, Update, Delete } = await itemOf(write);
  try {
    if (Put) await client.send(new PutItemCommand(wireRequest(Put)));
    if (Update) await client.send(new UpdateItemCommand(wireRequest(Update)));
    if (Delete) await client.send(new DeleteItemCommand(wireRequest(Delete)));
    return true;
  } catch (error) {
    if (nameOf(error) === 'ConditionalCheckFailedException') return false;
    throw nameOf(error) === 'TransactionConflictException' ? baseErrors.conflict() : error;
  }
}

/** DynamoDB's limit of one transaction (API reference, TransactWriteItems). */
export const MAX_TRANSACTION_ITEMS = 100;
const CONFLICT_ATTEMPTS = 6;

interface CancellationReason {
  readonly Code?: string;
}

/** Temporary reasons of a failure (API reference, TransactWriteItems, Errors). */
const PASSING: readonly string[] = ['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'];

const wireItem = ({ Put, Update, Delete, ConditionCheck }: TransactItem) => ({
  ...(Put && { Put: wireRequest(Put) }),
  ...(Update && { Update: wireRequest(Update) }),
  ...(Delete && { Delete: wireRequest(Delete) }),
  ...(ConditionCheck && { ConditionCheck: wireRequest(ConditionCheck) }),
});

/** Sends all writes or none. Throws the `otherwise` of the first write whose condition failed. Contention is retried. */
export async function transact({ client }: Table, writes: readonly Write[]): Promise<void> {
  if (writes.length > MAX_TRANSACTION_ITEMS) throw new Error(`a transaction of ${writes.length} items is too large`);
  const items = await Promise.all(writes.map(itemOf));
  const request = { TransactItems: items.map(wireItem), ClientRequestToken: randomUUID() };
  for (let attempt = 1; ; attempt++) {
    try {
      await client.send(new TransactWriteItemsCommand(request));
      return;
    } catch (error) {
      const isCanceled = nameOf(error) === 'TransactionCanceledException';
      const reasons = isCanceled ? (error as { CancellationReasons?: CancellationReason[] }).CancellationReasons : [];
      const refused = reasons?.findIndex(({ Code }) => Code === 'ConditionalCheckFailed') ?? -1;
      if (refused >= 0) throw writes[refused]?.otherwise ?? baseErrors.conflict();
      // Another transaction has the item, or our own first attempt still runs.
      const isInProgress = nameOf(error) === 'TransactionInProgressException';
      if (!isInProgress && !reasons?.some(({ Code = '' }) => PASSING.includes(Code))) throw error;
      if (attempt === CONFLICT_ATTEMPTS) throw baseErrors.conflict();
      await sleep(2 ** attempt * 5 * (0.5 + Math.random()));
    }
  }
}

/** An item in which an absent attribute may also be written as `undefined`. */
export type Loose<Item> = {
  [Name in keyof Item]: Item[Name] | (object extends Pick<Item, Name> ? undefined : never);
};

/** New values of attributes; `undefined` removes an optional one. Keys and stamps are the repository's. */
export type Changes<Item> = Partial<
  Omit<Loose<Item>, 'tenantId' | 'releaseId' | 'revision' | 'schemaVersion' | 'createdAt'>
>;
