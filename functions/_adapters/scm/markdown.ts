// Text of others on a Markdown page, such as a release page of GitHub or GitLab: shown literally, without mentions,
// references or formatting. Addresses stay whole. Pure.

import { ownValue } from '../../../entities/_base/own-value.ts';
import { type Piece, piecesOf } from '../_client/addresses.ts';

/** A zero-width character breaks references, which are found after escapes are read; it is written as an entity. */
const BREAK = '\u200b';

/**
 * The references of GitHub and GitLab: @people, #issues, !requests, $snippets, %milestones, ~labels, &epics, GH-1, GL-1 and
 * :emoji:.
 */
const REFERENCE = /[@#!$%~&](?=[\p{L}\p{N}_"{])|\bG[HL]-(?=\d)|:(?=[\w+-]+:)/giu;

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

/** Escapes one line of text for use within a line of Markdown. */
export function literalMarkdown(text: string): string {
  const pieces = piecesOf(text);
  // Within a word an address is not linked, and Markdown reads a backslash or backtick in it first.
  const isLink = ({ text: address, isAddress }: Piece, index: number) =>
    isAddress && !/[`\\]/.test(address) && !/\w$/.test(pieces[index - 1]?.text ?? '');
  return pieces
    .map((piece, index) => (isLink(piece, index) ? piece.text : literalWords(piece.text)))
    .join('')
    .replace(OPENING, '$1\\$2');
}
