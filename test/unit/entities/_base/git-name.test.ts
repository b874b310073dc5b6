// Names of branches and tags, as `git check-ref-format --branch` takes and refuses them.
import { describe, expect, it } from 'vitest';
import { GIT_NAME } from '../../../../entities/_base/git-name.ts';

const TAKEN = [
  ...[
    'main',
    'release/1.5.0',
    'release/ünïcödé',
    '日本語',
    '🚀/x',
    'a@b',
    '@/a',
    'a/@',
    'x/-y',
    'a.lockb',
    'HEAD/a',
    '#1',
    '+a',
  ],
  ...[
    'a{b',
    'a"b',
    "a'b",
    'a;b',
    'a&b',
    'a|b',
    'a(b)',
    'a<b>',
    'a,b',
    'a=b',
    'a%b',
    'a!b',
    'a$b',
    'a`b',
    'a\u00a0b',
    'a\u0085b',
  ],
];
const REFUSED = [
  ...[
    '',
    '@',
    'HEAD',
    '-x',
    '.x',
    'a/.b',
    'a.lock',
    'a.lock/b',
    'a..b',
    'a//b',
    'a/',
    '/a',
    'a.',
    'a@{b',
    'a\ud800b',
    '\udc00',
  ],
  ...[' ', '~', '^', ':', '?', '*', '[', '\\', '\0', '\n', '\t', '\u001f', '\u007f'].map((sign) => `a${sign}b`),
];

describe('GIT_NAME', () => {
  it.each(TAKEN)('takes %j (D18)', (name) => {
    expect(GIT_NAME.test(name)).toBe(true);
  });

  it.each(REFUSED)('refuses %j (D18)', (name) => {
    expect(GIT_NAME.test(name)).toBe(false);
  });

  it('reads 100,000 characters within a moment (D18)', () => {
    const before = performance.now();
    for (const piece of ['a', '.l', 'a/', '@', '.lock']) GIT_NAME.test(piece.repeat(100_000 / piece.length));
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});
