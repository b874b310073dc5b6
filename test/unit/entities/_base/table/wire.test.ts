// Items between DynamoDB's types and ours.
import { describe, expect, it } from 'vitest';
import { fromWire, toWire } from '../../../../../entities/_base/table/wire.ts';

describe('fromWire', () => {
  it.each([
    ['a map', { map: { b: 1, a: { d: 2, c: 3 } } }, { map: { a: { c: 3, d: 2 }, b: 1 } }],
    ['a map in a list', { list: [{ b: 1, a: 2 }, 'x'] }, { list: [{ a: 2, b: 1 }, 'x'] }],
  ])('sorts the keys of %s, whose order DynamoDB does not keep', (_, item, sorted) => {
    expect(JSON.stringify(fromWire(toWire(item)))).toBe(JSON.stringify(sorted));
  });

  it('leaves other values as they are', () => {
    const item = { text: 'x', flag: true, none: null, count: 1.5, list: [], set: new Set(['b', 'a']) };
    expect(fromWire(toWire(item))).toEqual(item);
  });
});
