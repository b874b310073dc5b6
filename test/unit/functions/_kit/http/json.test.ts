// JSON that others send: how deep it nests, halves of characters and names of prototypes, whatever the size.
import { describe, expect, it } from 'vitest';
import { isTooDeep, jsonProblems, wellFormed } from '../../../../../functions/_kit/http/json.ts';

const nested = (depth: number, open: string, close: string) =>
  JSON.parse(`${open.repeat(depth)}1${close.repeat(depth)}`) as unknown;

describe('depth', () => {
  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('is measured of %s nested 100,000 deep (S12)', (_, open, close) => {
    expect(isTooDeep(nested(100_000, open, close))).toBe(true);
    expect([32, 33].map((depth) => isTooDeep(nested(depth, open, close)))).toEqual([false, true]);
  });
});

describe('problems', () => {
  it.each([
    ['a value', { config: { owner: 'a\ud83d' } }, 'config.owner request.malformed_text'],
    ['a value in a list', { names: ['a', 'b\udc00'] }, 'names.1 request.malformed_text'],
    ['a name', { '\ud800': 1 }, '\ufffd request.malformed_text'],
    ['the name of a prototype', JSON.parse('{"config":{"__proto__":{}}}'), 'config.__proto__ request.unknown_field'],
    ['a number that is too small', { config: { n: -2.3e-200 } }, 'config.n request.number_out_of_range'],
    ['a number that is too large', { list: [2 ** 53] }, 'list.0 request.number_out_of_range'],
    ['a number that overflows', JSON.parse('{"n":-1e400}'), 'n request.number_out_of_range'],
  ])('are found in %s (S12)', (_, document, problem) => {
    expect(jsonProblems(document, 9).map(({ path, code }) => `${path.join('.')} ${code}`)).toEqual([problem]);
  });

  it('are none in whole characters and in numbers that are stored', () => {
    expect(jsonProblems({ text: '👍 ok', list: [1, -0, 1e-130, 1 - 2 ** 53, null, true, {}] }, 9)).toEqual([]);
  });

  it('are told as often as asked for', () => {
    expect(jsonProblems(Array(500).fill('\ud800'), 100)).toHaveLength(100);
  });
});

it('replaces each half of a character and keeps the rest', () => {
  const given = { 'k\ud800': ['a\udc00', 'b', 1, null, { inner: '👍' }] };
  expect(wellFormed(given)).toEqual({ 'k\ufffd': ['a\ufffd', 'b', 1, null, { inner: '👍' }] });
});
