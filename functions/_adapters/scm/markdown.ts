// Foreign text on a page that is written in Markdown, as the release pages of GitHub and GitLab are: it is read as it was
// written, mentions nobody, links to nothing of the repository's and formats nothing. Addresses stay whole. Pure.

import { ownValue } from '../../../entities/_base/own-value.ts';
import { type Piece, piecesOf } from '../_client/addresses.ts';

/** An empty character breaks a reference, which is looked for after the escapes have been read; it is written as an entity. */
const BREAK = '\u200b';

/** Of GitHub and GitLab: @people, #issues, !requests, $snippets, %milestones, ~labels, &epics, GH-1 and :emoji:. */
const REFERENCE = /[@#!$%~&](?=[\p{L}\p{N}_"{])|\bGH-(?=\d)|:(?=[\w+-]+:)/giu;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', [BREAK]: '&#8203;' };

/** Characters that make a heading, a list or a list number at the beginning of a line. */
const OPENING = /^(\d+(?=[.)])|)([#+\-.)=])/;

function literalWords(words: string): string {
  return words
    .replace(REFERENCE, `$&${BREAK}`)
    .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}${BREAK}.`)
    .replace(/[\\`*_{}[\]|~^$]/g, '\\$&')
    .replace(/[&<>\u200b]/g, (character) => ownValue(ENTITIES, character) ?? character);
}

/** One line of text, to stand within a line of Markdown. */
export function literalMarkdown(text: string): string {
  const pieces = piecesOf(text);
  // Within a word an address is no link, and Markdown reads a backslash or a backtick in one first.
  const isLink = ({ text: address, isAddress }: Piece, index: number) =>
    isAddress && !/[`\\]/.test(address) && !/\w$/.test(pieces[index - 1]?.text ?? '');
  return pieces
    .map((piece, index) => (isLink(piece, index) ? piece.text : literalWords(piece.text)))
    .join('')
    .replace(OPENING, '$1\\$2');
}
