// Text for Jira Server and Data Center: wiki markup, with all markup in the text escaped. Addresses are links.
// https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all
import type { Piece } from '../_client/addresses.ts';

/** Characters that may begin markup anywhere: emphasis, links, images, macros, tables, citations. */
const ANYWHERE = /[*^~+?![\]{}|]/;
/** Hyphens and underscores within a word, as in 1.5.0-rc.1, are not markup. */
const AT_EDGES = /[-_]/;
const WORD = /[\p{L}\p{N}]/u;
/** Emoticons such as (y), (/), (tm), :-), ;). */
const PICTURE = /^(?:\((?:y|n|i|x|\/|on|off|flag|flagoff|c|r|tm|[-+!?*][rgby]?)\)|[:;]-?[()DPp|])/i;
const ENTITY = /^&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i;
/** The start of a list, a heading or a quotation; its last character is the markup. */
const AT_START = /^\s*(?:#|h[1-6]\.|bq\.)/;
/** Characters that would end a link's address or begin a macro. */
const NOT_IN_LINKS = /[[\]{}|\\^`]/g;
const LONGEST_PICTURE = 12;

/** Escapes one line. */
export const toWiki = (lines: readonly (readonly Piece[])[]): string => lines.map(toLine).join('\n');

const toLine = (line: readonly Piece[]): string =>
  line.map((piece, index) => (piece.isAddress ? toLink(piece.text) : literal(piece.text, index === 0))).join('');

const toLink = (address: string): string => `[${address.replace(NOT_IN_LINKS, (one) => encodeURIComponent(one))}]`;

function literal(text: string, isStart: boolean): string {
  const marker = isStart ? (AT_START.exec(text)?.[0].length ?? 0) : 0;
  return [...text.matchAll(/[\s\S]/gu)]
    .map(({ 0: character, index }) => {
      // Two backslashes would be a line break.
      if (character === '\\') return '&#92;';
      const ahead = text.slice(index, index + LONGEST_PICTURE);
      if (character === '&') return ENTITY.test(ahead) ? '&amp;' : character;
      const isInWord = isWord(text.charAt(index - 1)) && isWord(text.charAt(index + 1));
      const isMarkup =
        ANYWHERE.test(character) ||
        (AT_EDGES.test(character) && !isInWord) ||
        index === marker - 1 ||
        PICTURE.test(ahead);
      return isMarkup ? `\\${character}` : character;
    })
    .join('');
}

const isWord = (character: string): boolean => WORD.test(character);
