// The words by which a release is found: commits by the beginning of their sha, tickets by their key. Pure.

/** Digits of a sha that choose its partition, and that a search needs at least. */
const START = 4;
const SHA = new RegExp(`^[0-9a-f]{${START},40}$`);
const TICKET = /^[a-z][a-z0-9_]{1,9}-\d{1,9}$/;
const TICKETS = /\b[A-Z][A-Z0-9_]{1,9}-\d{1,9}\b/g;
const MOST_TICKETS = 5;
/** Of more, the last ones. */
const MOST_WORDS = 250;

export type ContentKind = 'COMMIT' | 'TICKET';

/** The kind of a word; undefined for one that is no part of a sha and no key of a ticket. */
export function contentKindOf(word: string): ContentKind | undefined {
  if (SHA.test(word)) return 'COMMIT';
  return TICKET.test(word) ? 'TICKET' : undefined;
}

/** A word as it is stored, of one as people type it. */
export const wordOf = (typed: string): string => typed.trim().toLowerCase();

/** The partition of a word. */
export const startOf = (word: string): string => (SHA.test(word) ? word.slice(0, START) : word);

export const ticketWords = (keys: readonly string[]): string[] => keys.map(wordOf).filter((word) => TICKET.test(word));

interface Commit {
  readonly sha: string;
  readonly message: string;
}

/** The words of commits, oldest first: each sha, and the tickets that its message names. */
export function wordsOf(commits: readonly Commit[]): string[] {
  const words = commits.flatMap(({ sha, message }) => [
    ...(message.match(TICKETS) ?? []).slice(0, MOST_TICKETS).map(wordOf),
    wordOf(sha),
  ]);
  return [...new Set(words.filter((word) => contentKindOf(word) !== undefined))].slice(-MOST_WORDS);
}
