// The order of build numbers, of one number and of several.
import { expect, it } from 'vitest';
import { compareBuildNumbers } from '../../../../../entities/releases/builds/build-number.model.ts';

it.each([
  ['9', '10', -1],
  ['007', '8', -1],
  ['1.9', '1.10', -1],
  ['20261130.10', '20261130.9', 1],
  ['157-2', '157-3', -1],
  ['1.5', '1.5.0', -1],
  ['157', '157', 0],
  ['0157', '157', 0],
  ['9007199254740993', '9007199254740992', 1],
])('%s against %s is %s', (one, other, expected) => {
  expect(Math.sign(compareBuildNumbers(one, other) ?? Number.NaN)).toBe(expected);
  expect(Math.sign(compareBuildNumbers(other, one) ?? Number.NaN)).toBe(0 - expected);
});

it.each([
  ['v9', '10'],
  ['9', undefined],
  ['', '9'],
  ['1e3', '1001'],
  ['0x65', '100'],
  ['1..2', '1.3'],
])('%s and %s have no order', (one, other) => {
  expect(compareBuildNumbers(one, other)).toBeUndefined();
});
