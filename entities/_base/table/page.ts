// Pages of a list: one Query per page, continued by an opaque cursor that is bound to the partition it came from, so that
// a cursor of another tenant or another list is refused.
import { createHash } from 'node:crypto';
import { QueryCommand, type QueryCommandInput, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../conflicts.ts';
import type { Table } from './table.ts';

export interface PageRequest {
  /** 1 to 100. */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

type Key = Record<string, unknown>;

const bindingOf = (query: QueryCommandInput): string =>
  createHash('sha256')
    .update(JSON.stringify([query.IndexName ?? '', query.ExpressionAttributeValues]))
    .digest('base64url')
    .slice(0, 16);

export const invalidCursor = () =>
  baseErrors.invalid_cursor({
    detail: 'Use the nextCursor of the page before, with the same filters, or leave cursor out to start again.',
    fields: [{ path: 'cursor', code: 'request.invalid_cursor', message: 'is not a cursor of this list' }],
  });

/** Detects a cursor that was altered by mistake. No secret: `isWithin` decides which keys a cursor may reach. */
const checksumOf = (binding: string, key: Key): string =>
  createHash('sha256')
    .update(JSON.stringify([binding, key]))
    .digest('base64url')
    .slice(0, 16);

export function encodeCursor(binding: string, key: Key): string {
  return Buffer.from(JSON.stringify([binding, key, checksumOf(binding, key)])).toString('base64url');
}

export function decodeCursor(binding: string, cursor: string): Key {
  try {
    const [bound, key, sum] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isKey = typeof key === 'object' && key !== null;
    if (isKey && bound === binding && sum === checksumOf(binding, key as Key)) return key as Key;
  } catch {
    // Not ours: answered below like a cursor of another list.
  }
  throw invalidCursor();
}

/** A cursor is not signed: its start must lie in the partition that the Query asks for (ElectroDB's `:pk`). */
function isWithin(query: QueryCommandInput, start: Key): boolean {
  const values = Object.values(start);
  return (
    values.every((value) => typeof value === 'string') && values.includes(query.ExpressionAttributeValues?.[':pk'])
  );
}

/** Runs one Query from where a cursor ended. Refuses a start outside of the query, or that DynamoDB refuses. */
export async function queryFrom(
  table: Table,
  query: QueryCommandInput,
  start: Key | undefined,
): Promise<QueryCommandOutput> {
  if (start !== undefined && !isWithin(query, start)) throw invalidCursor();
  try {
    return await table.client.send(new QueryCommand({ ...query, ExclusiveStartKey: start }));
  } catch (error) {
    if (start !== undefined && (error as Error).name === 'ValidationException') throw invalidCursor();
    throw error;
  }
}

/** Runs one Query of `limit` items. `parse` types the raw items. `params` is ElectroDB's `.params()` of a query. */
export async function readPage<Item>(
  table: Table,
  params: Record<string, unknown>,
  page: PageRequest,
  parse: (items: Record<string, unknown>[]) => Item[],
): Promise<Page<Item>> {
  const query = params as unknown as QueryCommandInput;
  const binding = bindingOf(query);
  const start = page.cursor === undefined ? undefined : decodeCursor(binding, page.cursor);
  const result = await queryFrom(table, { ...query, Limit: page.limit }, start);
  return {
    items: parse(result.Items ?? []),
    nextCursor: result.LastEvaluatedKey ? encodeCursor(binding, result.LastEvaluatedKey) : null,
  };
}

/** Items that a filtered list reads at once, as a filter may refuse most of them. */
const FILTERED_READ = 100;

/**
 * Like `readPage`, of the items that `keep` takes; a page is full unless it is the last one. For a list that is bounded, since
 * it reads on until there are enough. `filter` is what was asked for: a cursor goes on with the same only.
 */
export async function readFiltered<Item>(
  table: Table,
  params: Record<string, unknown>,
  page: PageRequest,
  filter: Readonly<Record<string, unknown>>,
  parse: (items: Record<string, unknown>[]) => Item[],
  keep: (item: Item) => boolean,
): Promise<Page<Item>> {
  const query = params as unknown as QueryCommandInput;
  const binding = bindingOf(query) + JSON.stringify(filter);
  const found: { item: Item; key: Key }[] = [];
  let start = page.cursor === undefined ? undefined : decodeCursor(binding, page.cursor);
  do {
    const { Items = [], LastEvaluatedKey } = await queryFrom(table, { ...query, Limit: FILTERED_READ }, start);
    for (const raw of Items) {
      const key = { pk: raw.pk, sk: raw.sk };
      found.push(
        ...parse([raw])
          .filter(keep)
          .map((item) => ({ item, key })),
      );
    }
    start = LastEvaluatedKey;
  } while (start !== undefined && found.length <= page.limit);
  const shown = found.slice(0, page.limit);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  return { items: shown.map(({ item }) => item), nextCursor: last ? encodeCursor(binding, last.key) : null };
}
