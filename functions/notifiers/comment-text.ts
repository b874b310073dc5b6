// A message as the text of a comment in a ticket; the client writes it as its service wants it.
import type { Message } from '../../entities/notifications/messages.ts';

/** Jira takes 32,767 characters; what is longer than this is not read. */
const MAX_TEXT = 4_000;

export function toComment({ title, lines, links, by }: Message): string {
  const parts = [title, ...lines, `By ${by}`, ...links.map(({ label, url }) => `${label}: ${url}`)];
  const text = parts.join('\n');
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
}
