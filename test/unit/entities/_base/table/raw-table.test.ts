// Reads of many keys without ElectroDB: as BatchGetItem takes them, and whole.
import type { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createRawTable } from '../../../../../entities/_base/table/raw-table.ts';

describe('getMany', () => {
  /** BatchGetItem, which refuses more than a hundred keys and answers at most `most` of them. */
  const batchGetItem = (asked: number[], most: number) => async (command: BatchGetItemCommand) => {
    const { windlass: { Keys = [] } = { Keys: [] } } = command.input.RequestItems ?? {};
    asked.push(Keys.length);
    if (Keys.length > 100) throw new Error('Too many items requested for the BatchGetItem call');
    const left = Keys.slice(most);
    return {
      Responses: { windlass: Keys.slice(0, most) },
      UnprocessedKeys: left.length > 0 ? { windlass: { Keys: left } } : {},
    };
  };

  it.each([
    ['a hundred keys at a time', 250, 100, [100, 100, 50]],
    ['the keys that were left unprocessed again', 3, 2, [3, 1]],
    ['nothing for no keys', 0, 100, []],
  ])('asks for %s', async (_, count, most, requests) => {
    const asked: number[] = [];
    const table = createRawTable({ send: batchGetItem(asked, most) } as never, 'windlass');
    const keys = Array.from({ length: count }, (_one, index) => ({ pk: 'T#tenant', sk: String(index) }));
    expect(await table.getMany([...keys, ...keys])).toEqual(keys);
    expect(asked).toEqual(requests);
  });
});
