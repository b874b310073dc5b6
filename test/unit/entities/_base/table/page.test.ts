// Cursors: opaque, bound to their list, and never a way into another one.
import { describe, expect, it } from 'vitest';
import {
  decodeCursor,
  encodeCursor,
  queryFrom,
  readPage,
  readParts,
} from '../../../../../entities/_base/table/page.ts';

const refused = expect.objectContaining({
  code: 'request.invalid_cursor',
  status: 400,
  details: expect.objectContaining({ fields: [expect.objectContaining({ path: 'cursor' })] }),
});

/** The same cursor with another key. */
function altered(cursor: string): string {
  const [binding, key, sum] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string, object, string];
  return Buffer.from(JSON.stringify([binding, { ...key, sk: '2' }, sum])).toString('base64url');
}

describe('a cursor', () => {
  it('brings its key back to its own list', () => {
    expect(decodeCursor('list', encodeCursor('list', { pk: 'a', sk: 'b' }))).toEqual({ pk: 'a', sk: 'b' });
  });

  it.each([
    ['of another list', encodeCursor('other', { pk: 'a' })],
    ['cut short', encodeCursor('list', { pk: 'a' }).slice(0, -4)],
    ['whose key was altered', altered(encodeCursor('list', { pk: 'a', sk: '1' }))],
    ['that is no base64', '***'],
    ['with a strange character', `.${encodeCursor('list', { pk: 'a' })}`],
    ['that is empty', ''],
    ['that is JSON of another shape', Buffer.from('{"pk":"a"}').toString('base64url')],
    ['without a key', Buffer.from('["list"]').toString('base64url')],
    ['whose key is null', Buffer.from('["list",null]').toString('base64url')],
    ['whose key is a text', Buffer.from('["list","a"]').toString('base64url')],
  ])('is refused when it is one %s', (_, cursor) => {
    expect(() => decodeCursor('list', cursor)).toThrow(refused);
  });
});

describe('queryFrom', () => {
  const failing = (name: string) => {
    const send = () => Promise.reject(Object.assign(new Error('no'), { name }));
    return { client: { send } as never, name: 'windlass' };
  };
  const query = { TableName: 'windlass', ExpressionAttributeValues: { ':pk': 'T#tenant#LIST' } };
  const within = { pk: 'T#tenant#LIST', sk: 'x' };

  it('answers a forged start as any cursor that is not ours', async () => {
    await expect(queryFrom(failing('ValidationException'), query, within)).rejects.toEqual(refused);
  });

  it.each([[{ pk: 'T#other#LIST', sk: 'x' }], [{ pk: 'T#tenant#LIST', sk: 7 }], [{}]])(
    'does not even ask with the start %j',
    async (start) => {
      await expect(queryFrom(failing('asked'), query, start)).rejects.toEqual(refused);
    },
  );

  it('passes on what is not the cursor’s fault', async () => {
    await expect(queryFrom(failing('ValidationException'), query, undefined)).rejects.toThrow('no');
    await expect(queryFrom(failing('InternalServerError'), query, within)).rejects.toThrow('no');
  });
});

describe('a filtered list', () => {
  const query = { TableName: 'windlass', ExpressionAttributeValues: { ':pk': 'T#tenant#LIST' } };
  /** A partition with the numbers from 1 to `count`; counts the reads. */
  function partition(count: number) {
    const all = Array.from({ length: count }, (_, index) => ({
      pk: { S: 'T#tenant#LIST' },
      sk: { S: String(index + 1).padStart(6, '0') },
    }));
    const asked = { reads: 0 };
    const send = async ({ input }: { input: { Limit: number; ExclusiveStartKey?: { sk: { S: string } } } }) => {
      asked.reads += 1;
      const from = Number(input.ExclusiveStartKey?.sk.S ?? 0);
      const Items = all.slice(from, from + input.Limit);
      return { Items, LastEvaluatedKey: from + input.Limit < count ? Items.at(-1) : undefined };
    };
    return { asked, table: { client: { send } as never, name: 'windlass' } };
  }
  const pageOf = (table: ReturnType<typeof partition>['table'], every: number, cursor?: string) =>
    readPage(table, query, { limit: 10, cursor }, ({ sk }) => Number(sk), {
      keep: (item) => item % every === 0,
      filter: { every },
    });

  it('reads at most 500 items for a page, however rare its filter is', async () => {
    const { asked, table } = partition(100_000);
    const page = await pageOf(table, 99_000);
    expect({ ...page, nextCursor: typeof page.nextCursor, ...asked }).toEqual({
      items: [],
      nextCursor: 'string',
      reads: 5,
    });
  });

  it.each([1, 7, 300, 2_000])('shows each item once over its pages when it keeps one of %i', async (every) => {
    const { table } = partition(2_345);
    const shown: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await pageOf(table, every, cursor);
      shown.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(shown).toEqual(Array.from({ length: Math.floor(2_345 / every) }, (_, index) => (index + 1) * every));
  });
});

describe('readParts', () => {
  /** Pages of a month; an entry that is undefined was changed meanwhile and is not kept. */
  const reading = (months: Readonly<Record<string, readonly (number | undefined)[]>>) => ({
    all: Object.keys(months),
    read: async (month: string, { limit, cursor }: { limit: number; cursor?: string | undefined }) => {
      const from = Number(cursor ?? 0);
      const entries = (months[month] ?? []).slice(from);
      const items = entries.slice(0, limit).filter((one) => one !== undefined);
      return { items, nextCursor: entries.length > limit ? String(from + limit) : null };
    },
  });

  it.each([
    ['months of any length', { a: [1, 2, 3], b: [], c: [4, 5] }],
    ['a month that begins with an entry that is not kept, after a full page', { a: [1, 2], b: [undefined, 3, 4, 5] }],
  ])('shows every item once, of %s', async (_, months) => {
    const { all, read } = reading(months);
    const shown: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await readParts(all, { limit: 2, cursor }, read);
      shown.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(shown).toEqual([1, 2, 3, 4, 5]);
  });
});
