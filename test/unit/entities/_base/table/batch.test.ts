// A batch that DynamoDB answers in parts is read to its end.
import { describe, expect, it } from 'vitest';
import { readAll } from '../../../../../entities/_base/table/batch.ts';

describe('readAll', () => {
  it('asks again for what was left unprocessed', async () => {
    const asked: string[][] = [];
    const found = await readAll(
      ['a', 'b', 'c'].map((id) => ({ id })),
      async (keys) => {
        asked.push(keys.map(({ id }) => id));
        return { data: keys.slice(0, 1).map(({ id }) => id.toUpperCase()), unprocessed: keys.slice(1) };
      },
    );
    expect(found).toEqual(['A', 'B', 'C']);
    expect(asked).toEqual([['a', 'b', 'c'], ['b', 'c'], ['c']]);
  });

  it('asks nothing for no keys', async () => {
    expect(await readAll([], () => Promise.reject(new Error('asked')))).toEqual([]);
  });

  it('fails rather than leave some out', async () => {
    const stuck = readAll([{ id: 'a' }], async (keys) => ({ data: [], unprocessed: keys }));
    await expect(stuck).rejects.toThrow('1 keys were left unprocessed');
  });
});
