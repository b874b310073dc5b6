// The rules by which the bench counts write units without an emulator, on sizes worked out by hand.
import { describe, expect, it } from 'vitest';
import { itemBytes, transactionUnits, type WireItem } from './write-units.ts';

const key = { pk: { S: 'p' }, sk: { S: 's' } };
/** An item of exactly `bytes`. */
const itemOf = (bytes: number): WireItem => ({ ...key, t: { S: 'x'.repeat(bytes - itemBytes(key) - 1) } });
const none = () => undefined;

describe('the size of an item', () => {
  const sizes: readonly (readonly [string, WireItem, number])[] = [
    ['counts names and values', { name: { S: 'value' } }, 9],
    ['counts text in UTF-8', { n: { S: 'é' } }, 3],
    ['counts a number as a byte for two digits and one more', { n: { N: '1234' } }, 4],
    ['counts the sign of a number', { n: { N: '-12' } }, 4],
    ['counts a boolean as one byte', { n: { BOOL: true } }, 2],
    ['counts the elements of a set alone', { n: { SS: ['ab', 'c'] } }, 4],
    ['counts three bytes of a list and one of each element', { n: { L: [{ S: 'ab' }, { S: 'c' }] } }, 9],
    ['counts three bytes of a map and one of each element', { n: { M: { a: { S: 'bc' } } } }, 8],
  ];
  it.each(sizes)('%s', (_, item, bytes) => {
    expect(itemBytes(item)).toBe(bytes);
  });
});

describe('a transaction', () => {
  it.each([
    ['a kilobyte', 1024, 2],
    ['a byte more', 1025, 4],
  ])('takes two units for each kilobyte begun of a put: %s', (_, bytes, units) => {
    expect(transactionUnits([{ Put: { Item: itemOf(bytes) } }], none)).toBe(units);
  });

  it('takes one unit for each index that a new item is in', () => {
    const item = { ...key, gsi1pk: { S: 'a' }, gsi1sk: { S: 'b' }, gsi4pk: { S: 'c' }, gsi4sk: { S: 'd' } };
    expect(transactionUnits([{ Put: { Item: item } }], none)).toBe(4);
  });

  it.each(['Update', 'Delete', 'ConditionCheck'])('takes the units of the whole stored item for its %s', (action) => {
    expect(transactionUnits([{ [action]: { Key: key } }], () => itemOf(1500))).toBe(4);
  });

  it('takes two units for a check of what is not there', () => {
    expect(transactionUnits([{ ConditionCheck: { Key: key } }], none)).toBe(2);
  });
});
