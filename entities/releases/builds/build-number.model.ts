// The order of build numbers: of one number, and of several as in 20261130.10, which CI systems make of a day and a count. Pure.

/** Digits with single marks between them. */
const NUMBERS = /^\d{1,30}(?:[._-]\d{1,30}){0,7}$/;

const partsOf = (number: string): readonly bigint[] | undefined =>
  NUMBERS.test(number) ? number.split(/[._-]/).map((digits) => BigInt(digits)) : undefined;

/** Negative, 0 or positive; undefined unless both have an order. */
export function compareBuildNumbers(one: string | undefined, other: string | undefined): number | undefined {
  const [first, second] = [partsOf(one ?? ''), partsOf(other ?? '')];
  if (!first || !second) return undefined;
  const index = first.findIndex((part, at) => part !== second[at]);
  if (index < 0) return first.length - second.length;
  const [mine = 0n, theirs] = [first[index], second[index]];
  return theirs !== undefined && mine < theirs ? -1 : 1;
}

/** True if builds with such numbers have an order. */
export const isOrderedNumber = (number: string | undefined): boolean => partsOf(number ?? '') !== undefined;
