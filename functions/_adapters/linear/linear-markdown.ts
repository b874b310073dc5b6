// Text for Linear, which reads Markdown: markup in the text is escaped, every line stays a line, addresses are links.
// https://spec.commonmark.org/0.31.2/#backslash-escapes
import type { Piece } from '../_client/addresses.ts';

/** Characters that may begin markup within a line. */
const INLINE = /[\\`*_~[\]<>&|]/g;
/** Characters that may begin a heading, a list or a rule at the start of a line. */
const BLOCK = /^(?:[#+\-=]|\d+[.)](?=\s|$))/;

/** A paragraph per line. */
export const toMarkdown = (lines: readonly (readonly Piece[])[]): string =>
  lines
    .map(toParagraph)
    .filter((line) => line !== '')
    .join('\n\n');

const toParagraph = (line: readonly Piece[]): string =>
  line
    .map(({ text, isAddress }) => (isAddress ? `<${text}>` : text.replace(INLINE, '\\$&')))
    .join('')
    .trim()
    .replace(BLOCK, (start) => `${start.slice(0, -1)}\\${start.slice(-1)}`);
