// Tells an event in Slack, once: in the thread of its release, or in the channel of its purpose. An approval's message is
// found again when it is decided or cancelled, which takes its buttons away.
import { ApprovalCancelled, ApprovalDecided, ApprovalRequested } from '../../../entities/approvals/events.ts';
import { createSlackClient } from '../../_adapters/slack/slack-client.ts';
import type { NotifierDeps } from '../deps.ts';
import { inTurn } from '../in-turn.ts';
import type { Delivery, Notify, QueuedEvent } from '../queue-handler.ts';
import { type Tell, withRedelivery } from '../redelivery.ts';
import { type News, newsFor } from '../release-news.ts';
import { sendOnce } from '../send-once.ts';
import { toBlocks } from './blocks.ts';
import { ensureParent, type Parent, refreshParent } from './parent.ts';

const ANSWERS: readonly string[] = [ApprovalDecided.type, ApprovalCancelled.type];

const approvalIdOf = ({ detail }: QueuedEvent) => String(detail.data.approvalId);
const placeOf = ({ release }: News<'SLACK'>, { detail }: QueuedEvent) =>
  ({ tenantId: detail.tenantId, subjectId: release.releaseId, channel: 'SLACK' }) as const;

/** Posting is not repeated at once: each message has its turn, and a 429 gives it a later one. */
function slackOf({ client }: News<'SLACK'>, { outbound, outboundOnce }: NotifierDeps) {
  const request: NotifierDeps['outbound']['request'] = (asked) =>
    (asked.method === 'GET' ? outbound : outboundOnce).request(asked);
  return createSlackClient({ ...client, outbound: { request } });
}

type Slack = ReturnType<typeof slackOf>;

async function answerQuestion(
  event: QueuedEvent,
  news: News<'SLACK'>,
  slack: Slack,
  delivery: Delivery,
  deps: NotifierDeps,
) {
  const place = { ...placeOf(news, event), purpose: news.message.purpose };
  const asked = await deps.notifications.find({ ...place, about: approvalIdOf(event) });
  const messageId = asked?.messageId;
  if (messageId === undefined) return;
  const { channels } = news.client.config;
  const address = asked?.address ?? channels[news.message.purpose] ?? channels.releases;
  await sendOnce({ ...place, about: event.detail.id }, { ...news.told, address }, delivery, deps, async () => {
    await slack.update({ channel: address, messageId, message: toBlocks(news.message) });
    return messageId;
  });
}

async function post(
  event: QueuedEvent,
  news: News<'SLACK'>,
  parent: Parent | undefined,
  slack: Slack,
  delivery: Delivery,
  deps: NotifierDeps,
) {
  const { message, client, integrationId } = news;
  const { id: eventId, tenantId } = event.detail;
  const { purpose } = message;
  const { releases, [purpose]: own = releases } = client.config.channels;
  const thread = own === releases ? parent : undefined;
  const channel = thread?.channel ?? own;
  const isQuestion = event['detail-type'] === ApprovalRequested.type;
  const ref = { ...placeOf(news, event), purpose, about: isQuestion ? approvalIdOf(event) : eventId };
  const turn = inTurn({ tenantId, integrationId, address: channel }, deps);
  const told = { ...news.told, address: channel };
  await sendOnce(
    ref,
    told,
    delivery,
    deps,
    async (attempt) => {
      const threadId = thread && { threadId: thread.messageId };
      const posted = await slack.post({ channel, message: toBlocks(message), eventId, ...threadId, ...attempt });
      return posted.messageId;
    },
    turn,
  );
}

const tellSlack =
  (deps: NotifierDeps): Tell =>
  async (event, delivery) => {
    const news = await newsFor('SLACK', event, deps);
    if (!news) return;
    const { tenantId } = event.detail;
    const slack = slackOf(news, deps);
    const parent = news.isWanted('releases') ? await ensureParent(news, tenantId, slack, delivery, deps) : undefined;
    if (ANSWERS.includes(event['detail-type'])) await answerQuestion(event, news, slack, delivery, deps);
    else if (news.isWanted(news.message.purpose)) await post(event, news, parent, slack, delivery, deps);
    if (parent) await refreshParent(news, tenantId, parent, slack, delivery, deps);
  };

export const notifySlack = (deps: NotifierDeps): Notify => withRedelivery('SLACK', deps, tellSlack(deps));
