// Reads of many items are whole: batches that DynamoDB answers in parts, and partitions of many pages.
import { describe, expect, it } from 'vitest';
import type { Key } from '../../../../../entities/_base/table/keys.ts';
import { readMany } from '../../../../../entities/_base/table/reads.ts';

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
