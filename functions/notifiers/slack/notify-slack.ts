// Tells an event in Slack, once. An approval's message is found again when it is decided or cancelled, which takes
// its buttons away.
import { ApprovalCancelled, ApprovalDecided, ApprovalRequested } from '../../../entities/approvals/events.ts';
import type { NotificationRef } from '../../../entities/notifications/notification.model.ts';
import { createSlackClient } from '../../_adapters/slack/slack-client.ts';
import type { NotifierDeps } from '../deps.ts';
import type { Notify, QueuedEvent } from '../queue-handler.ts';
import { newsFor } from '../release-news.ts';
import { sendOnce } from '../send-once.ts';
import { toBlocks } from './blocks.ts';

const ANSWERS: readonly string[] = [ApprovalDecided.type, ApprovalCancelled.type];

const approvalIdOf = ({ detail }: QueuedEvent) => String(detail.data.approvalId);

export const notifySlack =
  (deps: NotifierDeps): Notify =>
  async (event, leaseMs) => {
    const news = await newsFor('SLACK', event, deps);
    if (!news) return;
    const { message, client, release } = news;
    const { id: eventId, tenantId } = event.detail;
    const { purpose } = message;
    const channel = client.config.channels[purpose] ?? client.config.channels.releases;
    const slack = createSlackClient(client);
    const place = { tenantId, releaseId: release.releaseId, channel: 'SLACK', purpose } as const;

    if (ANSWERS.includes(event['detail-type'])) {
      const asked = await deps.notifications.find({ ...place, about: approvalIdOf(event) });
      const messageId = asked?.messageId;
      if (messageId === undefined) return;
      await sendOnce({ ...place, about: eventId }, leaseMs, deps, async () => {
        await slack.update({ channel, messageId, message: toBlocks(message) });
        return messageId;
      });
      return;
    }

    const isQuestion = event['detail-type'] === ApprovalRequested.type;
    const ref: NotificationRef = { ...place, about: isQuestion ? approvalIdOf(event) : eventId };
    await sendOnce(ref, leaseMs, deps, async (attempt) => {
      const posted = await slack.post({ channel, message: toBlocks(message), eventId, ...attempt });
      return posted.messageId;
    });
  };
