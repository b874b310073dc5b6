// Reads of many items are whole: batches that DynamoDB answers in parts, and partitions of many pages.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Key } from '../../../../../entities/_base/table/keys.ts';
import { countFirst, readMany } from '../../../../../entities/_base/table/reads.ts';
import { putItem, transact } from '../../../../../entities/_base/table/table.ts';
import { startTable, type TestTable } from '../../../../support/table.ts';

interface Request {
  readonly input: { readonly RequestItems: { readonly windlass: { readonly Keys: readonly Key[] } } };
}
const keysOf = (count: number) => Array.from({ length: count }, (_, index) => ({ pk: 'a', sk: String(index) }));

/** A table that takes at most `most` keys of a request. */
function tableTaking(most: number) {
  const asked: number[] = [];
  const send = async ({ input }: Request) => {
    const { Keys } = input.RequestItems.windlass;
    asked.push(Keys.length);
    const left = Keys.slice(most);
    return {
      Responses: { windlass: Keys.slice(0, most) },
      UnprocessedKeys: left.length ? { windlass: { Keys: left } } : {},
    };
  };
  return { asked, table: { client: { send } as never, name: 'windlass' } };
}

describe('readMany', () => {
  it.each([
    ['what was left unprocessed', 1, 3, [3, 2, 1]],
    ['a hundred at a time', 100, 250, [100, 100, 50]],
    ['nothing for no keys', 100, 0, []],
    ['the rest, however often some are left', 60, 300, [100, 100, 100, 100, 60]],
    ['the rest of many answers', 1, 8, [8, 7, 6, 5, 4, 3, 2, 1]],
  ])('asks for %s', async (_, most, count, expected) => {
    const { table, asked } = tableTaking(most);
    expect(await readMany(table, keysOf(count))).toEqual(keysOf(count));
    expect(asked).toEqual(expected);
  });

  it('asks for each key once', async () => {
    const { table, asked } = tableTaking(100);
    await readMany(table, [...keysOf(2), ...keysOf(2)]);
    expect(asked).toEqual([2]);
  });

  it('fails rather than leave some out', async () => {
    await expect(readMany(tableTaking(0).table, keysOf(1))).rejects.toThrow('1 keys were left unprocessed');
  });
});

describe('countFirst', () => {
  const PK = 'T#tenant#THINGS';
  let store: TestTable;
  beforeAll(async () => {
    store = await startTable();
    const itemAt = (position: number) => ({ pk: PK, sk: String(position).padStart(3, '0'), half: position % 2 });
    await transact(
      store.table,
      Array.from({ length: 40 }, (_, position) => putItem(store.table, itemAt(position))),
    );
  });
  afterAll(() => store.stop());
  const all = { expression: 'half >= :least', values: { least: 0 } };
  const odd = { expression: '#half = :one', values: { one: 1 }, names: { '#half': 'half' } };

  it.each([
    ['all items', 41, all, { count: 40, isExact: true }],
    ['exactly as many as it may', 40, all, { count: 40, isExact: true }],
    ['fewer than there are', 39, all, { count: 39, isExact: false }],
    ['those that fit', 40, odd, { count: 20, isExact: true }],
    ['those that fit among twice as many as it may', 12, odd, { count: 12, isExact: false }],
  ])('counts %s', async (_, most, condition, counted) => {
    expect(await countFirst(store.table, { pk: PK }, most, condition)).toEqual(counted);
  });

  it('counts a range of sort keys alone', async () => {
    expect(await countFirst(store.table, { pk: PK, between: ['010', '019'] }, 100, all)).toEqual({
      count: 10,
      isExact: true,
    });
  });
});
