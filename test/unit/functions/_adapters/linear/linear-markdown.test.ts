// Plain text as Linear's Markdown: every character is shown, none of them does anything.
import { expect, it } from 'vitest';
import { linesOf } from '../../../../../functions/_adapters/_client/addresses.ts';
import { toMarkdown } from '../../../../../functions/_adapters/linear/linear-markdown.ts';

it.each([
  ['a release key', 'Released: payments-api@1.5.0', 'Released: payments-api@1.5.0'],
  ['lines', 'one\ntwo\r\n\n  three', 'one\n\ntwo\n\nthree'],
  ['emphasis and code', '*a* _b_ ~c~ `d`', '\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`'],
  ['a link', '[x](javascript:alert(1))', '\\[x\\](javascript:alert(1))'],
  ['an image', '![x](https://a.example/i.png)', '!\\[x\\](<https://a.example/i.png>)'],
  ['HTML', '<b>&amp;</b>', '\\<b\\>\\&amp;\\</b\\>'],
  ['a backslash', 'C:\\new', 'C:\\\\new'],
  ['a heading', '# x', '\\# x'],
  ['a list', '- x', '\\- x'],
  ['a numbered list', '12. x', '12\\. x'],
  ['a version', '1.5.0 is out', '1.5.0 is out'],
  ['a rule', '---', '\\---'],
  ['a quotation', '> x', '\\> x'],
  ['an address', 'Build: https://ci.example/a_b_(c), done', 'Build: <https://ci.example/a_b_(c)>, done'],
  ['an address in brackets', '(see https://ci.example/a_(b))', '(see <https://ci.example/a_(b)>)'],
])('%s', (_, text, markdown) => {
  expect(toMarkdown(linesOf(text))).toBe(markdown);
});
