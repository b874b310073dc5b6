// Tells an event in Slack, once: in the thread of its release, or in the channel of its purpose. An approval's message
// is changed when it is decided or cancelled: its buttons are removed. A message outside the thread needs no parent; a
// message whose parent cannot be had fails.
import { ApprovalCancelled, ApprovalDecided, ApprovalRequested } from '../../../entities/approvals/events.ts';
import { failureOf } from '../../../entities/notifications/notification.model.ts';
import type { NotifierDeps } from '../_teller/deps.ts';
import { inTurn } from '../_teller/in-turn.ts';
import { type News, newsFor } from '../_teller/news/release-news.ts';
import { isTenantNews } from '../_teller/news/tenant-news.ts';
import type { Delivery, Notify, QueuedEvent } from '../_teller/queue-handler.ts';
import { type Tell, withRedelivery } from '../_teller/redelivery.ts';
import { sendOnce } from '../_teller/send-once.ts';
import { toBlocks } from './blocks.ts';
import { connectSlack, type Slack } from './connect-slack.ts';
import { ensureParent, type Parent, refreshParent } from './parent.ts';
import { tellTenant } from './tell-tenant.ts';

const ANSWERS: readonly string[] = [ApprovalDecided.type, ApprovalCancelled.type];

const isAnswer = (event: QueuedEvent) => ANSWERS.includes(event['detail-type']);
/** Whether it has a message of its own. */
const isTold = (event: QueuedEvent, news: News<'SLACK'>) => !isAnswer(event) && news.isWanted(news.message.purpose);
const approvalIdOf = ({ detail }: QueuedEvent) => String(detail.data.approvalId);
const placeOf = ({ release }: News<'SLACK'>, { detail }: QueuedEvent) =>
  ({ tenantId: detail.tenantId, subjectId: release.releaseId, channel: 'SLACK' }) as const;

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

/** Where the message of an event goes, and under which name it is noted. */
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
  delivery: Delivery,
  deps: NotifierDeps,
) {
  const { ref, channel: own } = noteOf(event, news);
  const { id: eventId, tenantId } = event.detail;
  const channel = thread?.channel ?? own;
  const turn = inTurn({ tenantId, integrationId: news.integrationId, address: channel }, deps);
  const told = { ...news.told, address: channel };
  await sendOnce(
    ref,
    told,
    delivery,
    deps,
    async (attempt) => {
      const threadId = thread && { threadId: thread.messageId };
      const posted = await slack.post({ channel, message: toBlocks(news.message), eventId, ...threadId, ...attempt });
      return posted.messageId;
    },
    turn,
  );
}

/** The parent message, if any is wanted. A message of its thread that has to do without it has failed itself. */
async function threadOf(event: QueuedEvent, news: News<'SLACK'>, slack: Slack, delivery: Delivery, deps: NotifierDeps) {
  if (!news.isWanted('releases', '')) return undefined;
  try {
    return await ensureParent(news, event.detail.tenantId, slack, delivery, deps);
  } catch (error) {
    const { isFinal, error: why } = failureOf(error);
    const { ref, isInThread } = noteOf(event, news);
    const isHopeless = isFinal || delivery.isLast;
    if (isHopeless && isInThread && isTold(event, news)) {
      await deps.notifications.giveUp(ref, news.told, deps.now(), why);
    }
    throw error;
  }
}

const tellSlack =
  (deps: NotifierDeps): Tell =>
  async (event, delivery, again) => {
    if (isTenantNews(event)) return tellTenant(deps)(event, delivery, again);
    const news = await newsFor('SLACK', event, deps);
    if (!news) return;
    const slack = connectSlack(news.client, delivery, deps);
    const { isInThread } = noteOf(event, news);
    if (isAnswer(event)) await answerQuestion(event, news, slack, delivery, deps);
    if (isTold(event, news) && !isInThread) await post(event, news, undefined, slack, delivery, deps);
    const parent = await threadOf(event, news, slack, delivery, deps);
    if (isTold(event, news) && isInThread) await post(event, news, parent, slack, delivery, deps);
    if (parent) await refreshParent(news, event.detail.tenantId, parent, slack, delivery, deps);
  };

export const notifySlack = (deps: NotifierDeps): Notify => withRedelivery('SLACK', deps, tellSlack(deps));
