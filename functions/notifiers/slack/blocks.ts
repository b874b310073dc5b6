// A message as Slack blocks (docs.slack.dev, "Block Kit" reference; the limits are those of each block's page).
import { type Message, wholeLines } from '../../../entities/notifications/message.model.ts';
import type { Summary } from '../../../entities/notifications/threads/summary.ts';
import type { ChatMessage } from '../../_adapters/adapter.ts';
import { cut, escaped, joined, linked, literal, richText } from '../../_adapters/slack/mrkdwn.ts';

const MAX_HEADER = 150;
const MAX_NAME = 200;
const MAX_SECTION = 3_000;
const MAX_TEXT = 3_000;

const contextOf = (...elements: readonly object[]) => ({ type: 'context', elements });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
/** Text of others in one line; without `emoji: false` Slack makes pictures of :names:. */
const plain = (text: string, max: number) =>
  ({ type: 'plain_text', text: cut(text.replace(/\s+/g, ' ').trim(), max), emoji: false }) as const;

const button = (action: 'approve' | 'reject', label: string, style: 'primary' | 'danger', approvalId: string) => ({
  type: 'button',
  action_id: action,
  style,
  text: { type: 'plain_text', text: label },
  value: JSON.stringify({ approvalId }),
});

export function toBlocks(message: Message): ChatMessage {
  const { title, lines, links, approval, by, at } = message;
  const epoch = Math.floor(Date.parse(at) / 1000);
  const when = `<!date^${epoch}^{date_short_pretty} {time}|${at}>`;
  const context = [when, ...links.map(({ url, label }) => linked(url, label))];
  return {
    text: wholeLines([title, ...lines].map(literal), MAX_TEXT).join('\n'),
    blocks: [
      { type: 'header', text: plain(title, MAX_HEADER) },
      ...(lines.some((line) => line !== '') ? [richText([{ value: wholeLines(lines, MAX_SECTION).join('\n') }])] : []),
      ...(approval
        ? [
            {
              type: 'actions',
              elements: [
                button('approve', 'Approve', 'primary', approval.approvalId),
                button('reject', 'Reject', 'danger', approval.approvalId),
              ],
            },
          ]
        : []),
      contextOf(...(by.trim() === '' ? [] : [plain(by, MAX_NAME)]), mrkdwn(joined(context, MAX_SECTION))),
    ],
  };
}

/** The most characters of one fact. */
const MAX_FACT = 2_000;

/** The parent message of a release: its status, targets, builds and links. */
export function toParent({ title, facts, links }: Summary): ChatMessage {
  const status = facts.find(({ label }) => label === 'Status')?.value ?? '';
  const shown = facts.map(({ label, value }) => ({ label, value: wholeLines([value], MAX_FACT).join('\n') }));
  const addresses = joined(
    links.map(({ url, label }) => linked(url, label)),
    MAX_SECTION,
  );
  return {
    text: cut(escaped(`${title}: ${status}`), MAX_TEXT),
    blocks: [
      { type: 'header', text: plain(title, MAX_HEADER) },
      richText(shown),
      ...(addresses === '' ? [] : [contextOf(mrkdwn(addresses))]),
    ],
  };
}
