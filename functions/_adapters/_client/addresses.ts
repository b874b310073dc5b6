// Finds the http(s) addresses in plain text. Used by every channel that writes text with links.
import { ownValue } from '../../../entities/_base/own-value.ts';

export interface Link {
  readonly label: string;
  readonly url: string;
}

export interface Piece {
  readonly text: string;
  readonly isAddress: boolean;
}

const ADDRESS = /https?:\/\/[^\s<>"]+/gi;
/** Characters that end a sentence or a quotation around an address. */
const PUNCTUATION = new Set([...".,;:!?'`*_~…"]);
const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** The pieces of the text in order, without empty ones. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let read = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutEnd(found);
    if (!URL.canParse(address)) continue;
    pieces.push({ text: text.slice(read, index), isAddress: false }, { text: address, isAddress: true });
    read = index + address.length;
  }
  return [...pieces, { text: text.slice(read), isAddress: false }].filter((piece) => piece.text !== '');
}

/** The lines of a text, and a line for each link with its address unchanged. */
export const linesOf = (text: string, links: readonly Link[] = []): Piece[][] => [
  ...text.split(/\r?\n/).map(piecesOf),
  ...links.map(({ label, url }) => [
    { text: `${label}: `, isAddress: false },
    { text: url, isAddress: /^https?:\/\//i.test(url) },
  ]),
];

/** A closing bracket belongs to the address if its opening bracket does, as in https://wiki.example/Release_(mobile). */
function withoutEnd(address: string): string {
  const counts = new Map<string, number>();
  for (const character of address) counts.set(character, (counts.get(character) ?? 0) + 1);
  const countOf = (character: string) => counts.get(character) ?? 0;
  let end = address.length;
  for (; end > 0; end -= 1) {
    const last = address.charAt(end - 1);
    const opening = ownValue(OPENING, last);
    const isOutside = opening === undefined ? PUNCTUATION.has(last) : countOf(last) > countOf(opening);
    if (!isOutside) break;
    counts.set(last, countOf(last) - 1);
  }
  return address.slice(0, end);
}
