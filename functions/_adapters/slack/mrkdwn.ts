// Text for Slack (docs.slack.dev, "Formatting text for app surfaces"); used for all text of others in messages.

import { piecesOf } from '../_client/addresses.ts';

/** Half an escape, or half a surrogate pair. */
const TORN_END = /(?:&(?:a(?:mp?)?|[lg]t?)?|[\uD800-\uDBFF])$/;

/** At most `max` UTF-16 units of a text, escaped or not, with an ellipsis if it was cut. */
export const cut = (text: string, max: number) =>
  text.length > max ? `${text.slice(0, max - 1).replace(TORN_END, '')}…` : text;

/** As many whole parts as fit: a cut link would show its markup. */
export function joined(parts: readonly string[], max: number): string {
  const separator = ' · ';
  let text = '';
  for (const part of parts) {
    const longer = text === '' ? part : text + separator + part;
    if (longer.length <= max) text = longer;
  }
  return text;
}

/** Slack requires only these three to be escaped. */
export const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Escapes characters of an address that would end the link. */
const address = (url: string) => url.replace(/[|<>\s]/g, (character) => encodeURIComponent(character));

export const linked = (url: string, label: string) => `<${address(url)}|${escaped(label)}>`;

/** A line of text of others: mentions do nothing, and addresses stay whole, which Slack's own link detection would cut. */
export const literal = (line: string) =>
  piecesOf(line)
    .map(({ text, isAddress }) => (isAddress ? `<${address(text)}>` : escaped(text)))
    .join('');

interface Fact {
  readonly label?: string;
  readonly value: string;
}

/**
 * A rich text block, in which text is literal: `mrkdwn` has no escape for *, _, ~, `, > and :emoji: ("Block Kit", rich text).
 * A label is bold.
 */
export function richText(facts: readonly Fact[]) {
  const elements = facts.flatMap(({ label, value }, index) => [
    ...(index === 0 ? [] : [{ type: 'text', text: '\n' }]),
    ...(label === undefined ? [] : [{ type: 'text', text: label, style: { bold: true } }]),
    ...piecesOf(label === undefined ? value : `: ${value}`).map(({ text, isAddress }) =>
      isAddress ? { type: 'link', url: text } : { type: 'text', text },
    ),
  ]);
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] };
}
