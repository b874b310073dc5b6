// The part of a message that fits: whole lines, and how many are missing.
import { expect, it } from 'vitest';
import { wholeLines } from '../../../../entities/notifications/message.model.ts';

const LINES = Array.from({ length: 300 }, (_, index) => `- change number ${index} `.padEnd(60, 'x'));

it.each([
  ['all that fit', ['one', 'two'], 7, ['one', 'two']],
  ['none', [], 10, []],
  ['lines within a line each on its own', ['one\ntwo'], 100, ['one', 'two']],
  ['how many more there are', LINES, 200, [...LINES.slice(0, 2), '… and 298 more lines']],
  ['that there is one more', [LINES[0], 'x'.repeat(50)], 100, [LINES[0], '… and 1 more line']],
  [
    'the words that fit of a line that is too long',
    ['one two three four five six', 'x'],
    28,
    ['one…', '… and 1 more line'],
  ],
])('are %s', (_label, lines, max, expected) => {
  const kept = wholeLines(lines as string[], max);
  expect(kept).toEqual(expected);
  expect(kept.join('\n').length).toBeLessThanOrEqual(max);
});
