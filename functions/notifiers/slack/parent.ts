// The parent message of a release in the releases channel: posted with the first event and changed with each later one, so
// that it shows the release's current state. All other messages about the release are in its thread.
import { createHash } from 'node:crypto';
import { failureOf, type NotificationRef } from '../../../entities/notifications/notification.model.ts';
import { readSummary } from '../../../entities/notifications/threads/summary.store.ts';
import type { ChatClient, ChatMessage } from '../../_adapters/adapter.ts';
import { logger } from '../../_kit/logger.ts';
import type { Receipt } from '../_teller/queue-handler.ts';
import type { News } from '../_teller/release-news.ts';
import { inTurn, sendOnce } from '../_teller/send-once.ts';
import type { ServiceNotifierDeps } from '../_teller/service-notifier.ts';
import { toParent } from './blocks.ts';

export interface Parent {
  readonly channel: string;
  readonly messageId: string;
}

/** The parent message for the release's current state; undefined if the release was deleted. */
async function readParent(
  tenantId: string,
  releaseId: string,
  deps: ServiceNotifierDeps,
): Promise<ChatMessage | undefined> {
  const summary = await readSummary({ tenantId, releaseId }, deps.publicUrl, deps.table);
  return summary && toParent(summary);
}

/** The parent message; posts it if it does not exist yet. */
export async function ensureParent(
  news: News<'SLACK'>,
  tenantId: string,
  slack: ChatClient,
  receipt: Receipt,
  deps: ServiceNotifierDeps,
): Promise<Parent | undefined> {
  const { release, integrationId, client, told } = news;
  const { releaseId } = release;
  const about = `${releaseId}:${integrationId}`;
  const ref: NotificationRef = { tenantId, subjectId: releaseId, about, channel: 'SLACK', purpose: 'summary' };
  const known = await deps.notifications.find(ref);
  // A parent that Slack certainly refused is posted to the channel of the current config: the old channel may have been the
  // reason.
  const isThere = known !== undefined && (known.status === 'SENT' || known.isInDoubt);
  const channel = (isThere ? known.address : undefined) ?? client.config.channels.releases;
  const turn = inTurn({ tenantId, integrationId, address: channel }, deps);
  const send = async (attempt: { mayBePosted: boolean; since: string }) => {
    const message = await readParent(tenantId, releaseId, deps);
    if (!message) return undefined;
    return (await slack.post({ channel, message, eventId: about, ...attempt })).messageId;
  };
  const isPosted = known?.status === 'SENT';
  const messageId = isPosted
    ? known.messageId
    : await sendOnce(ref, { ...told, address: channel }, receipt, deps, send, turn);
  return messageId === undefined ? undefined : { channel, messageId };
}

/** Updates the parent message. If Slack refuses the change, the message stays unchanged. */
export async function refreshParent(
  { release, integrationId }: News<'SLACK'>,
  tenantId: string,
  { channel, messageId }: Parent,
  slack: ChatClient,
  { leaseMs }: Receipt,
  deps: ServiceNotifierDeps,
): Promise<void> {
  const { releaseId } = release;
  try {
    await deps.threads.refresh({ tenantId, releaseId, integrationId }, deps.now, leaseMs, async () => {
      const message = await readParent(tenantId, releaseId, deps);
      if (!message) return undefined;
      const fingerprint = createHash('sha256').update(JSON.stringify(message)).digest('base64url');
      return { fingerprint, show: () => slack.update({ channel, messageId, message }) };
    });
  } catch (error) {
    if (!failureOf(error).isFinal) throw error;
    logger.warn('parent message not changed', { releaseId, error: error as Error });
  }
}
