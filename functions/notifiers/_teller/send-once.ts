// One message, once: an attempt is written down before anything is sent and its outcome after, so that a kill at any moment
// leaves either nothing to do or an attempt that looks before it sends.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { notificationErrors } from '../../../entities/notifications/errors.ts';
import { failureOf, type NotificationRef, type Told } from '../../../entities/notifications/notification.model.ts';
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
  /**
   * Resolves when it may be sent now and nobody else sends, until it leaves. `slotAt` is the moment it was given before, if
   * any; a new one is to be remembered. Throws `notification.waiting`.
   */
  take(slotAt: number | undefined, remember: (slotAt: number) => Promise<void>): Promise<Leave>;
}

/** Lets the next one in, after as many seconds as the service asked for at least. */
export type Leave = (quietSeconds?: number) => Promise<void>;

/** Another attempt mostly ends in a moment; only one that was killed lasts until its lease runs out. */
const BUSY_SECONDS = 3;

type SendDeps = Pick<TellerDeps, 'notifications' | 'now'>;

/**
 * Answers the service's id of the message. Throws what `send` threw after writing it down, or `notification.busy` (also when
 * the rest of the invocation may be too short). A failed last delivery is final: people can send it again.
 */
async function attempt(
  ref: NotificationRef,
  told: Told,
  { leaseMs, isLast }: Delivery,
  { notifications, now }: SendDeps,
  send: Send,
): Promise<string | undefined> {
  // An invocation that ends by its timeout would keep all of its messages for as long as the queue hides them.
  if (leaseMs < MESSAGE_MS) throw notificationErrors.busy({ retryAfterSeconds: 1 });
  const begun = await notifications.begin(ref, told, now(), leaseMs);
  if (begun.verdict === 'ALREADY_SENT') return begun.messageId;
  if (begun.verdict === 'BUSY') {
    const leftSeconds = Math.ceil((begun.until - now()) / 1000);
    throw notificationErrors.busy({ retryAfterSeconds: Math.min(leftSeconds, BUSY_SECONDS) });
  }
  const { notification, mayBePosted } = begun;
  let messageId: string | undefined;
  try {
    messageId = await send({ mayBePosted, since: notification.createdAt });
  } catch (error) {
    const failure = failureOf(error);
    await notifications.failed(notification, { ...failure, isFinal: failure.isFinal || isLast }, now());
    throw error;
  }
  await notifications.sent(notification, messageId, now());
  return messageId;
}

/** Answers and throws as `attempt` does, or what the turn threw. */
export async function sendOnce(
  ref: NotificationRef,
  told: Told,
  delivery: Delivery,
  deps: SendDeps,
  send: Send,
  turn?: Turn,
): Promise<string | undefined> {
  const { notifications, now } = deps;
  if (turn === undefined) return attempt(ref, told, delivery, deps, send);
  const known = await notifications.find(ref);
  if (known?.status === 'SENT') return known.messageId;
  let leave: Leave;
  try {
    leave = await turn.take(known?.slotAt, async (slotAt) => {
      await notifications.wait(known, ref, told, slotAt, now());
    });
  } catch (error) {
    if (delivery.isLast) await notifications.giveUp(ref, told, now(), 'gave up waiting for its turn');
    throw error;
  }
  let quietSeconds: number | undefined;
  const sendInTurn: Send = async (info) => {
    try {
      return await send(info);
    } catch (error) {
      quietSeconds = isDomainError(error) ? error.details.retryAfterSeconds : undefined;
      throw error;
    }
  };
  try {
    return await attempt(ref, told, delivery, deps, sendInTurn);
  } finally {
    await leave(quietSeconds);
  }
}
