// The addresses in a text: each is found whole, without the characters around it.
import { describe, expect, it } from 'vitest';
import { linesOf, piecesOf } from '../../../../../functions/_adapters/_client/addresses.ts';

const addressesIn = (text: string) => piecesOf(text).flatMap((piece) => (piece.isAddress ? [piece.text] : []));
const WIKI = 'https://wiki.example/Release_(mobile)';

describe('an address', () => {
  it.each([
    ['with brackets of its own (K30)', `see ${WIKI}`, [WIKI]],
    ['with brackets of its own in brackets (K30)', `(see ${WIKI})`, [WIKI]],
    ['with brackets within brackets (K30)', 'https://a.example/x_(y_(z))', ['https://a.example/x_(y_(z))']],
    ['with square brackets of its own (K30)', '[https://a.example/?a[]=1]', ['https://a.example/?a[]=1']],
    ['in capitals (K30)', 'HTTPS://A.example/Q_(x)', ['HTTPS://A.example/Q_(x)']],
    ['that ends a sentence', `It is ${WIKI}.`, [WIKI]],
    ['with dots within (K30)', 'https://a.example/v1.5.0/a.b...', ['https://a.example/v1.5.0/a.b']],
    ['in quotation marks', `"${WIKI}", '${WIKI}'`, [WIKI, WIKI]],
    ['in angle brackets', `<${WIKI}>`, [WIKI]],
    ['as code', `\`${WIKI}\``, [WIKI]],
    ['with a query and a fragment', 'http://a.example:8080/b?c=d,e&f=g#h!', ['http://a.example:8080/b?c=d,e&f=g#h']],
    ['behind another', `${WIKI} ${WIKI}`, [WIKI, WIKI]],
    ['without a host', 'https:// and http://.', []],
    ['of another kind', 'javascript:alert(1) ftp://a.example', []],
  ])('%s', (_label, text, expected) => {
    expect(addressesIn(text)).toEqual(expected);
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it.each(['.', ')', '(', 'http://', 'https://a.example/('])(
    'is found in time that grows with a text of %s',
    (part) => {
      const began = performance.now();
      piecesOf(`https://a.example/${part.repeat(300_000 / part.length)}`);
      expect(performance.now() - began).toBeLessThan(2_000);
    },
  );
});

describe('linesOf', () => {
  it.each(['https://a.example/x.', 'https://a.example/x)', 'https://a.example/x_(y).'])(
    'takes the address of a link as it is: %s (K30)',
    (url) => {
      expect(linesOf('Out', [{ label: 'Build', url }])).toEqual([
        [{ text: 'Out', isAddress: false }],
        [
          { text: 'Build: ', isAddress: false },
          { text: url, isAddress: true },
        ],
      ]);
    },
  );

  it('makes no link of what is no web address', () => {
    expect(
      linesOf('', [{ label: 'Build', url: 'javascript:alert(1)' }])
        .at(-1)
        ?.at(-1)?.isAddress,
    ).toBe(false);
  });
});
