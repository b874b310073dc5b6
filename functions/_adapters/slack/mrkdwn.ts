// Text as Slack shows it (docs.slack.dev, "Formatting text for app surfaces"); used wherever words of others go into a message.

import { piecesOf } from '../_client/addresses.ts';

/** Half of an escape or of a character outside the basic plane. */
const TORN_END = /(?:&(?:a(?:mp?)?|[lg]t?)?|[\uD800-\uDBFF])$/;

/** At most `max` UTF-16 units of a text, escaped or not, with an ellipsis where something is missing. */
export const cut = (text: string, max: number) =>
  text.length > max ? `${text.slice(0, max - 1).replace(TORN_END, '')}…` : text;

/** As many of the parts as fit, each whole: a link that is cut would show its markup. */
export function joined(parts: readonly string[], max: number): string {
  const separator = ' · ';
  let text = '';
  for (const part of parts) {
    const longer = text === '' ? part : text + separator + part;
    if (longer.length <= max) text = longer;
  }
  return text;
}

/** These three are all that must be escaped. */
export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An address may not end its own markup. */
const address = (url: string) => url.replace(/[|<>\s]/g, (character) => encodeURIComponent(character));

export const linked = (url: string, label: string) => `<${address(url)}|${escaped(label)}>`;

/** A line of foreign text: nothing pings, and addresses are whole, where Slack's own search for them would cut them. */
export const literal = (line: string) =>
  piecesOf(line)
    .map(({ text, isAddress }) => (isAddress ? `<${address(text)}>` : escaped(text)))
    .join('');
