// Posts an event in Slack, once: in the thread of its release, or in the channel of its purpose. When an approval is
// decided or cancelled, its message is changed and the buttons are removed. A message in a thread fails if the parent
// cannot be posted.
import { ApprovalCancelled, ApprovalDecided, ApprovalRequested } from '../../../entities/approvals/events.ts';
import { isOfTenant } from '../../../entities/notifications/messages.ts';
import { failureOf } from '../../../entities/notifications/notification.model.ts';
import type { Outbound } from '../../_adapters/adapter.ts';
import { createSlackClient } from '../../_adapters/slack/slack-client.ts';
import { type Notify, type QueuedEvent, type Receipt, type Tell, withRedelivery } from '../_teller/queue-handler.ts';
import { type News, newsFor, type OpenedContext } from '../_teller/release-news.ts';
import { eachOnItsOwn, inTurn, sendOnce } from '../_teller/send-once.ts';
import type { ServiceNotifierDeps } from '../_teller/service-notifier.ts';
import { tenantNewsFor } from '../_teller/tenant-news.ts';
import { toBlocks } from './blocks.ts';
import { ensureParent, type Parent, refreshParent } from './parent.ts';

type Slack = ReturnType<typeof connectSlack>;

/** Posts are not retried by the client: each message has a turn, and after a 429 it gets a later one. */
function connectSlack(
  client: OpenedContext<'SLACK'>,
  receipt: Receipt,
  { outboundFor, outboundOnce }: ServiceNotifierDeps,
) {
  const patient = outboundFor(receipt);
  const request: Outbound['request'] = (asked) =>
    (asked.method === 'GET' || asked.isRepeatable ? patient : outboundOnce).request(asked);
  return createSlackClient({ ...client, outbound: { request } });
}

const ANSWERS: readonly string[] = [ApprovalDecided.type, ApprovalCancelled.type];

const isAnswer = (event: QueuedEvent) => ANSWERS.includes(event['detail-type']);
/** True if the event has a message of its own. */
const isTold = (event: QueuedEvent, news: News<'SLACK'>) => !isAnswer(event) && news.isWanted(news.message.purpose);
const approvalIdOf = ({ detail }: QueuedEvent) => String(detail.data.approvalId);
const placeOf = ({ release }: News<'SLACK'>, { detail }: QueuedEvent) =>
  ({ tenantId: detail.tenantId, subjectId: release.releaseId, channel: 'SLACK' }) as const;

async function answerQuestion(
  event: QueuedEvent,
  news: News<'SLACK'>,
  slack: Slack,
  receipt: Receipt,
  deps: ServiceNotifierDeps,
) {
  const place = { ...placeOf(news, event), purpose: news.message.purpose };
  const asked = await deps.notifications.find({ ...place, about: approvalIdOf(event) });
  const messageId = asked?.messageId;
  if (messageId === undefined) return;
  const { channels } = news.client.config;
  const address = asked?.address ?? channels[news.message.purpose] ?? channels.releases;
  await sendOnce({ ...place, about: event.detail.id }, { ...news.told, address }, receipt, deps, async () => {
    await slack.update({ channel: address, messageId, message: toBlocks(news.message) });
    return messageId;
  });
}

/** The channel of an event's message, and the key of its notification. */
function noteOf(event: QueuedEvent, news: News<'SLACK'>) {
  const { message, client } = news;
  const { purpose } = message;
  const { releases, [purpose]: own = releases } = client.config.channels;
  const about = event['detail-type'] === ApprovalRequested.type ? approvalIdOf(event) : event.detail.id;
  return { ref: { ...placeOf(news, event), purpose, about }, channel: own, isInThread: own === releases };
}

async function post(
  event: QueuedEvent,
  news: News<'SLACK'>,
  thread: Parent | undefined,
  slack: Slack,
  receipt: Receipt,
  deps: ServiceNotifierDeps,
) {
  const { ref, channel: own } = noteOf(event, news);
  const { id: eventId, tenantId } = event.detail;
  const channel = thread?.channel ?? own;
  const turn = inTurn({ tenantId, integrationId: news.integrationId, address: channel }, deps);
  const told = { ...news.told, address: channel };
  await sendOnce(
    ref,
    told,
    receipt,
    deps,
    async (attempt) => {
      const threadId = thread && { threadId: thread.messageId };
      const posted = await slack.post({ channel, message: toBlocks(news.message), eventId, ...threadId, ...attempt });
      return posted.messageId;
    },
    turn,
  );
}

/**
 * The parent message, unless the tenant switched it off. If the parent finally fails, the message of its thread counts as
 * failed too.
 */
async function threadOf(
  event: QueuedEvent,
  news: News<'SLACK'>,
  slack: Slack,
  receipt: Receipt,
  deps: ServiceNotifierDeps,
) {
  if (!news.isWanted('releases', '')) return undefined;
  try {
    return await ensureParent(news, event.detail.tenantId, slack, receipt, deps);
  } catch (error) {
    const { isFinal, error: why } = failureOf(error);
    const { ref, isInThread } = noteOf(event, news);
    const isHopeless = isFinal || receipt.isLast;
    if (isHopeless && isInThread && isTold(event, news)) {
      await deps.notifications.giveUp(ref, news.told, deps.now(), why);
    }
    throw error;
  }
}

/** Posts an event that is not about a release once in every Slack of the tenant, in the channel of its purpose. */
const tellTenant =
  (deps: ServiceNotifierDeps): Tell =>
  async (event, receipt, again) => {
    const news = await tenantNewsFor('SLACK', event, again, deps);
    if (!news) return;
    const { message, told, chats } = news;
    const { id, tenantId } = event.detail;
    await eachOnItsOwn(chats, ({ integrationId, client, ref }) => {
      const { releases, [message.purpose]: channel = releases } = client.config.channels;
      const slack = connectSlack(client, receipt, deps);
      const turn = inTurn({ tenantId, integrationId, address: channel }, deps);
      const post: Parameters<typeof sendOnce>[4] = async (attempt) => {
        const eventId = `${id}:${integrationId}`;
        return (await slack.post({ channel, message: toBlocks(message), eventId, ...attempt })).messageId;
      };
      return sendOnce(ref, { ...told, address: channel }, receipt, deps, post, turn);
    });
  };

const tellSlack =
  (deps: ServiceNotifierDeps): Tell =>
  async (event, receipt, again) => {
    if (isOfTenant(event['detail-type'])) return tellTenant(deps)(event, receipt, again);
    const news = await newsFor('SLACK', event, deps);
    if (!news) return;
    const slack = connectSlack(news.client, receipt, deps);
    const { isInThread } = noteOf(event, news);
    if (isAnswer(event)) await answerQuestion(event, news, slack, receipt, deps);
    if (isTold(event, news) && !isInThread) await post(event, news, undefined, slack, receipt, deps);
    const parent = await threadOf(event, news, slack, receipt, deps);
    if (isTold(event, news) && isInThread) await post(event, news, parent, slack, receipt, deps);
    if (parent) await refreshParent(news, event.detail.tenantId, parent, slack, receipt, deps);
  };

export const notifySlack = (deps: ServiceNotifierDeps): Notify => withRedelivery('SLACK', deps, tellSlack(deps));
