// Foreign text in Markdown: read as it was written.
import { describe, expect, it } from 'vitest';
import { literalMarkdown } from '../../../../../functions/_adapters/scm/markdown.ts';

const Z = '&#8203;';

describe('literalMarkdown', () => {
  it.each([
    ['plain words', 'fix: close the door (again), please', 'fix: close the door (again), please'],
    ['a tag', 'fix: <Suspense> fallback', 'fix: &lt;Suspense&gt; fallback'],
    ['a mention', 'with @angular/core', `with @${Z}angular/core`],
    ['a mail address', 'by ada@example.com', `by ada@${Z}example.com`],
    [
      'emphasis',
      '*twice* and __bold__ and ~~gone~~',
      '\\*twice\\* and \\_\\_bold\\_\\_ and \\~\\~'.concat(Z, 'gone\\~\\~'),
    ],
    ['an issue', 'see #12 and GH-7 and other/repo#3', `see #${Z}12 and GH-${Z}7 and other/repo#${Z}3`],
    ['references of GitLab', '!12 $3 %4 &5 GL-6', `!${Z}12 \\$${Z}3 %${Z}4 &amp;${Z}5 GL-${Z}6`],
    ['code and links', '`x` [a](b) ![i](j)', '\\`x\\` \\[a\\](b) !\\[i\\](j)'],
    ['an entity', '&lt;b&gt; &amp;', `&amp;${Z}lt;b&amp;${Z}gt; &amp;${Z}amp;`],
    ['an escape', 'a\\*b', 'a\\\\\\*b'],
    ['an emoji', 'ship :tada: now', `ship :${Z}tada: now`],
    ['a heading', '# Big', '\\# Big'],
    ['a list', '- one', '\\- one'],
    ['a numbered list', '1. one', '1\\. one'],
    ['a bare address', 'www.example.com', `www${Z}.example.com`],
  ])('writes %s as it was written (K21)', (_, text, expected) => {
    expect(literalMarkdown(text)).toBe(expected);
  });

  it('keeps addresses whole (K21)', () => {
    const text = 'see https://wiki.example/a_b_(c)*d*?x=1&y=2#z_1, and <b>';
    expect(literalMarkdown(text)).toBe('see https://wiki.example/a_b_(c)*d*?x=1&y=2#z_1, and &lt;b&gt;');
  });

  it.each([
    ['https://a.example/?a[]=1', 'https://a.example/?a[]=1'],
    ['xhttps://a.example/*b*', 'xhttps://a.example/\\*b\\*'],
    ['https://a.example/`b`', 'https://a.example/\\`b\\`'],
  ])('keeps brackets that belong to an address, and no markup of what is none: %s (K21, K30)', (text, expected) => {
    expect(literalMarkdown(text)).toBe(expected);
  });

  it('takes 100,000 characters within a moment (K21)', () => {
    for (const piece of ['https://.', '@a', '<', ':a', '\\', 'www.']) {
      const before = performance.now();
      literalMarkdown(piece.repeat(100_000 / piece.length));
      expect(performance.now() - before).toBeLessThan(1_000);
    }
  });
});
