// Cursors: opaque, bound to their list, and never a way into another one.
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, queryFrom, readMonths } from '../../../../../entities/_base/table/page.ts';

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

describe('readMonths', () => {
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
      const page = await readMonths(all, { limit: 2, cursor }, read);
      shown.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(shown).toEqual([1, 2, 3, 4, 5]);
  });
});
