// A message as Slack blocks (docs.slack.dev, "Block Kit" reference; the limits are those of each block's page).
import type { Message } from '../../../entities/notifications/message.model.ts';
import type { ChatMessage } from '../../_adapters/adapter.ts';
import { cut, escaped, joined, linked, literal } from '../../_adapters/slack/mrkdwn.ts';
import { wholeLines } from '../_teller/whole-lines.ts';

export const MAX_HEADER = 150;
export const MAX_SECTION = 3_000;
export const MAX_TEXT = 3_000;

export const mrkdwn = (text: string, max = MAX_SECTION) => ({ type: 'mrkdwn', text: cut(text, max) });

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
  const context = [`${escaped(cut(by, 200))} · ${when}`, ...links.map(({ url, label }) => linked(url, label))];
  return {
    text: wholeLines([title, ...lines].map(literal), MAX_TEXT).join('\n'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(title, MAX_HEADER) } },
      ...(lines.length > 0
        ? [{ type: 'section', text: mrkdwn(wholeLines(lines.map(literal), MAX_SECTION).join('\n')) }]
        : []),
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
      { type: 'context', elements: [mrkdwn(joined(context, MAX_SECTION))] },
    ],
  };
}
