// Pages of a list: one Query per page, continued by an opaque cursor. A cursor is bound to its partition, so that the
// cursor of another tenant or list is refused.
import { createHash } from 'node:crypto';
import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { baseErrors } from '../conflicts.ts';
import { type QueryAnswer, sendQuery } from './reads.ts';
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
    detail: 'Use the nextCursor of the previous page, with the same filters, or omit cursor to start again.',
    fields: [{ path: 'cursor', code: 'request.invalid_cursor', message: 'is not a cursor of this list' }],
  });

/** A checksum against accidental changes of a cursor. Not a secret: `isWithin` decides which keys a cursor may reach. */
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
    // Base64 is read past strange characters.
    const isExact = Buffer.from(cursor, 'base64url').toString('base64url') === cursor;
    if (isKey && isExact && bound === binding && sum === checksumOf(binding, key as Key)) return key as Key;
  } catch {
    // Not our format: refused below, like a cursor of another list.
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

/** Runs one Query from a cursor's position. Refuses a position outside the query, or one that DynamoDB refuses. */
export async function queryFrom(table: Table, query: QueryCommandInput, start: Key | undefined): Promise<QueryAnswer> {
  if (start !== undefined && !isWithin(query, start)) throw invalidCursor();
  try {
    return await sendQuery(table, { ...query, ExclusiveStartKey: start });
  } catch (error) {
    if (start !== undefined && (error as Error).name === 'ValidationException') throw invalidCursor();
    throw error;
  }
}

/** Items that a filtered list reads at once, as a filter may refuse most of them, and the most reads of one page. */
const FILTERED_READ = 100;
const MOST_READS = 5;

/**
 * Chooses the items to show. `filter` is the part of the request that chose them: with one, most items may be refused.
 */
export interface Choice<Item> {
  readonly keep: (item: Item) => boolean;
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  /** The items that a filtered page reads at most, if 500 are too many. */
  readonly atMost?: number | undefined;
}

/**
 * A page of a Query: reads on until it has enough items. The page of a filtered list may be short, or empty, and have a next one: it
 * reads at most 500 items, so that a rare filter costs no more than a common one.
 */
export async function readPage<Item>(
  table: Table,
  query: QueryCommandInput,
  page: PageRequest,
  parse: (item: Key) => Item,
  { keep, filter = {}, atMost }: Choice<Item> = { keep: () => true },
): Promise<Page<Item>> {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const binding = bindingOf(query);
  const names = ['pk', 'sk', ...(query.IndexName ? [`${query.IndexName}pk`, `${query.IndexName}sk`] : [])];
  const found: { item: Item; raw: Key }[] = [];
  let start = page.cursor === undefined ? undefined : decodeCursor(binding, page.cursor);
  let reads = 0;
  do {
    const Limit = isFiltered ? (atMost ?? FILTERED_READ) : page.limit + 1;
    const answer = await queryFrom(table, { ...query, Limit }, start);
    found.push(...answer.items.map((raw) => ({ raw, item: parse(raw) })).filter(({ item }) => keep(item)));
    start = answer.last;
    reads += 1;
  } while (start !== undefined && found.length <= page.limit && !(isFiltered && reads === (atMost ? 1 : MOST_READS)));
  const shown = found.slice(0, page.limit);
  const last = found.length > shown.length ? shown.at(-1)?.raw : start;
  const nextCursor = last ? encodeCursor(binding, Object.fromEntries(names.map((name) => [name, last[name]]))) : null;
  return { items: shown.map(({ item }) => item), nextCursor };
}

/**
 * A page of a list that consists of parts, such as a partition per month, read in the order of `parts` until it is full, or
 * short after `most` of them. Its cursor names the part to continue with.
 */
export async function readParts<Item>(
  parts: readonly string[],
  page: PageRequest,
  read: (part: string, page: PageRequest) => Promise<Page<Item>>,
  most = Number.POSITIVE_INFINITY,
): Promise<Page<Item>> {
  const [named, inner = ''] = page.cursor?.split('.') ?? [];
  const first = named === undefined ? 0 : parts.indexOf(named);
  if (first < 0) throw invalidCursor();
  const items: Item[] = [];
  for (const [index, name] of parts.slice(first).entries()) {
    if (index === most) return { items, nextCursor: `${name}.` };
    const isFull = items.length >= page.limit;
    const cursor = name === named && inner !== '' ? inner : undefined;
    const part = await read(name, { limit: isFull ? 1 : page.limit - items.length, cursor });
    // A full page only checks whether more items follow; a page without matches may be followed by one with matches.
    if (isFull && part.items.length === 0 && part.nextCursor === null) continue;
    if (isFull) return { items, nextCursor: `${name}.` };
    items.push(...part.items);
    if (part.nextCursor !== null) return { items, nextCursor: `${name}.${part.nextCursor}` };
  }
  return { items, nextCursor: null };
}
