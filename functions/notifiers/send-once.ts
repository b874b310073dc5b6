// One message, once: an attempt is written down before anything is sent and its outcome after, so that a kill at any moment
// leaves either nothing to do or an attempt that looks before it sends.
import { isDomainError } from '../../entities/_base/errors.ts';
import { notificationErrors } from '../../entities/notifications/errors.ts';
import { failureOf, type NotificationRef, type Told } from '../../entities/notifications/notification.model.ts';
import { type Delivery, MESSAGE_MS } from './queue-handler.ts';
import type { TellerDeps } from './teller.ts';

export interface AttemptInfo {
  /** An earlier attempt may have got through: look first. */
  readonly mayBePosted: boolean;
  /** When the first attempt began, ISO 8601. */
  readonly since: string;
}

/** Sends and answers the service's id of the message, if it gives one. */
export type Send = (attempt: AttemptInfo) => Promise<string | undefined>;

/** The line that a message waits in before it is sent; see in-turn.ts. */
export interface Turn {
  /** Resolves when it may be sent now; the moment it has, or a new one. Throws `notification.waiting`. */
  take(slotAt: number | undefined, remember: (slotAt: number) => Promise<void>): Promise<void>;
  /** The service asked for quiet. */
  block(seconds: number): Promise<void>;
}

/** Another attempt mostly ends in a moment; only one that was killed lasts until its lease runs out. */
const BUSY_SECONDS = 3;

type SendDeps = Pick<TellerDeps, 'notifications' | 'now'>;

/**
 * Answers the service's id of the message. Throws what `send` threw after writing it down, `notification.busy` (also when
 * the rest of the invocation may be too short), or what the turn threw. What fails at the last delivery has failed for good: it is listed for those who send it again.
 */
export async function sendOnce(
  ref: NotificationRef,
  told: Told,
  { leaseMs, isLast }: Delivery,
  { notifications, now }: SendDeps,
  send: Send,
  turn?: Turn,
): Promise<string | undefined> {
  if (turn) {
    const known = await notifications.find(ref);
    if (known?.status === 'SENT') return known.messageId;
    try {
      await turn.take(known?.slotAt, async (slotAt) => {
        await notifications.wait(known, ref, told, slotAt, now());
      });
    } catch (error) {
      if (isLast) await notifications.giveUp(ref, told, now());
      throw error;
    }
  }
  // An invocation that ends by its timeout would keep all of its messages for as long as the queue hides them.
  if (leaseMs < MESSAGE_MS) throw notificationErrors.busy({ retryAfterSeconds: 1 });
  const attempt = await notifications.begin(ref, told, now(), leaseMs);
  if (attempt.verdict === 'ALREADY_SENT') return attempt.messageId;
  if (attempt.verdict === 'BUSY') {
    const leftSeconds = Math.ceil((attempt.until - now()) / 1000);
    throw notificationErrors.busy({ retryAfterSeconds: Math.min(leftSeconds, BUSY_SECONDS) });
  }
  const { notification, mayBePosted } = attempt;
  let messageId: string | undefined;
  try {
    messageId = await send({ mayBePosted, since: notification.createdAt });
  } catch (error) {
    const failure = failureOf(error);
    await notifications.failed(notification, { ...failure, isFinal: failure.isFinal || isLast }, now());
    const quiet = isDomainError(error) ? error.details.retryAfterSeconds : undefined;
    if (quiet !== undefined) await turn?.block(quiet);
    throw error;
  }
  await notifications.sent(notification, messageId, now());
  return messageId;
}
