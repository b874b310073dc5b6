// Plain text as the wiki markup of Jira Server: every character is shown, none of them does anything.
import { expect, it } from 'vitest';
import { linesOf } from '../../../../../functions/_adapters/_client/addresses.ts';
import { toWiki } from '../../../../../functions/_adapters/jira/jira-wiki.ts';

it.each([
  ['a release key', 'Released: payments-api@1.5.0-rc.1', 'Released: payments-api@1.5.0-rc.1'],
  ['what is struck out', '-crash-', '\\-crash\\-'],
  ['a colour', '{color:red}x{color}', '\\{color:red\\}x\\{color\\}'],
  ['a mention', 'by [~user]', 'by \\[\\~user\\]'],
  ['an image', '!x.png!', '\\!x.png\\!'],
  ['emphasis', '*a* _b_ +c+ ^d^ ~e~ ??f??', '\\*a\\* \\_b\\_ \\+c\\+ \\^d\\^ \\~e\\~ \\?\\?f\\?\\?'],
  ['names', 'snake_case and kebab-case', 'snake_case and kebab-case'],
  ['code', '{code}x{code} {{y}}', '\\{code\\}x\\{code\\} \\{\\{y\\}\\}'],
  ['a link', '[x|javascript:alert(1)]', '\\[x\\|javascript:alert(1)\\]'],
  ['a table', '||a||', '\\|\\|a\\|\\|'],
  ['a heading', 'h1. x', 'h1\\. x'],
  ['a quotation', 'bq. x', 'bq\\. x'],
  ['lists', '# a\n* b\n- c', '\\# a\n\\* b\n\\- c'],
  ['a number', 'fixes #12 in h1.5', 'fixes #12 in h1.5'],
  ['a rule and dashes', '---- a -- b', '\\-\\-\\-\\- a \\-\\- b'],
  ['pictures', ':) ;-) (y) (tm) (mobile)', '\\:) \\;\\-) \\(y) \\(tm) (mobile)'],
  ['a backslash and a line break', 'C:\\new \\\\', 'C:&#92;new &#92;&#92;'],
  ['entities', '&lt;b&gt; a&b &#42;', '&amp;lt;b&amp;gt; a&b &amp;#42;'],
  ['an address (K30)', 'see https://wiki.example/Release_(mobile).', 'see [https://wiki.example/Release_(mobile)].'],
  ['an address that holds markup', 'https://a.example/{x}|y*z*a', '[https://a.example/%7Bx%7D%7Cy*z*a]'],
])('%s (K25)', (_, text, wiki) => {
  expect(toWiki(linesOf(text))).toBe(wiki);
});

it('takes the address of a link whole (K30)', () => {
  const links = [{ label: 'Notes [1]', url: 'https://wiki.example/Release_(mobile).' }];
  expect(toWiki(linesOf('Out', links))).toBe('Out\nNotes \\[1\\]: [https://wiki.example/Release_(mobile).]');
});
