// Text of lists and of what was cut.
import { expect, it } from 'vitest';
import { cutTo, namesAmong } from '../../../../entities/_base/text.ts';

it.each([
  [2, ['app@1.0.0', 'app@1.1.0'], ': app@1.0.0, app@1.1.0'],
  [23, ['app@1.0.0', 'app@1.1.0'], ': app@1.0.0, app@1.1.0 and 21 more'],
  [3, [], ''],
])('of %i things, %j are named, and how many are left is said (K18)', (count, names, expected) => {
  expect(namesAmong(count, names)).toBe(expected);
});

it.each([
  ['whole', 10, 'whole'],
  ['0123456789', 5, '0123…'],
  [`01${'😀'.repeat(3)}`, 4, '01…'],
])('%s within %i characters says that it was cut (K18)', (text, most, expected) => {
  expect(cutTo(text, most)).toBe(expected);
});
