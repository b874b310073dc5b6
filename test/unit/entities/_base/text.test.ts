// Text of lists and of what was cut.
import { expect, it } from 'vitest';
import { cutAtLine, cutTo, namesAmong } from '../../../../entities/_base/text.ts';

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

it.each([
  ['whole', 10, 'whole'],
  ['- one fix\n- two fixes\n- three fixes', 26, '- one fix\n- two fixes\n…'],
  ['- one fix\r\n- two fixes\r\n- three fixes', 28, '- one fix\r\n- two fixes\n…'],
  ['- one\nand then a long line of many words', 20, '- one\nand then a…'],
  ['many words of one line', 16, 'many words of…'],
  ['0123456789', 5, '0123…'],
  ['a 0123456789', 8, 'a 01234…'],
])('%j within %i characters ends after a whole line or word (K18)', (text, most, expected) => {
  expect(cutAtLine(text, most)).toBe(expected);
  expect(expected.length).toBeLessThanOrEqual(most);
});
