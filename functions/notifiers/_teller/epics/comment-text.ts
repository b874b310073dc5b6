// A message as a comment in a ticket; the client writes it as its service wants it.
import type { Message } from '../../../../entities/notifications/message.model.ts';
import type { Link } from '../../../_adapters/_client/addresses.ts';
import { wholeLines } from '../whole-lines.ts';

/** Jira takes 32,767 characters; what is longer than this is not read. */
const MAX_TEXT = 4_000;

export const toComment = ({ title, lines, links, by }: Message): { text: string; links: readonly Link[] } => ({
  text: [title, ...wholeLines(lines, MAX_TEXT), `By ${by}`].join('\n'),
  links,
});
