// The parent message of a release as Slack blocks: what it is, where it stands, its targets, builds and links.
import type { Summary } from '../../../entities/notifications/summary.ts';
import type { ChatMessage } from '../../_adapters/adapter.ts';
import { cut, escaped, joined, linked, literal } from '../../_adapters/slack/mrkdwn.ts';
import { wholeLines } from '../_teller/whole-lines.ts';
import { MAX_HEADER, MAX_SECTION, MAX_TEXT, mrkdwn } from './blocks.ts';

/** Slack's limit of one field ("Block Kit", section). */
const MAX_FIELD = 2_000;
const MOST_FIELDS = 10;

export function toParent({ title, facts, links }: Summary): ChatMessage {
  const status = facts.find(({ label }) => label === 'Status')?.value ?? '';
  const fields = facts
    .slice(0, MOST_FIELDS)
    .map(({ label, value }) =>
      mrkdwn(`*${label}*\n${wholeLines([literal(value)], MAX_FIELD - label.length - 3).join('\n')}`, MAX_FIELD),
    );
  const addresses = joined(
    links.map(({ url, label }) => linked(url, label)),
    MAX_SECTION,
  );
  return {
    text: cut(escaped(`${title}: ${status}`), MAX_TEXT),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, MAX_HEADER) } },
      { type: 'section', fields },
      ...(addresses === '' ? [] : [{ type: 'context', elements: [mrkdwn(addresses)] }]),
    ],
  };
}
