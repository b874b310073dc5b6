// One message, once: an attempt is written down before anything is sent and its outcome after, so that a kill at any moment
// leaves either nothing to do or an attempt that looks before it sends.
import { notificationErrors } from '../../entities/notifications/errors.ts';
import { failureOf, type NotificationRef } from '../../entities/notifications/notification.model.ts';
import type { NotifierDeps } from './deps.ts';

export interface AttemptInfo {
  /** An earlier attempt may have got through: look first. */
  readonly mayBePosted: boolean;
  /** When the first attempt began, ISO 8601. */
  readonly since: string;
}

/** Sends and answers the service's id of the message, if it gives one. */
export type Send = (attempt: AttemptInfo) => Promise<string | undefined>;

/** Throws what `send` threw after writing it down, or `notification.busy`. */
export async function sendOnce(
  ref: NotificationRef,
  leaseMs: number,
  { notifications, now }: Pick<NotifierDeps, 'notifications' | 'now'>,
  send: Send,
): Promise<void> {
  const attempt = await notifications.begin(ref, now(), leaseMs);
  if (attempt.verdict === 'ALREADY_SENT') return;
  if (attempt.verdict === 'BUSY') {
    throw notificationErrors.busy({ retryAfterSeconds: Math.ceil((attempt.until - now()) / 1000) });
  }
  const { notification, mayBePosted } = attempt;
  let messageId: string | undefined;
  try {
    messageId = await send({ mayBePosted, since: notification.createdAt });
  } catch (error) {
    await notifications.failed(notification, failureOf(error), now());
    throw error;
  }
  await notifications.sent(notification, messageId, now());
}
