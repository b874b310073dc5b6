// Sends a message once: stores an attempt before sending and its outcome after. After a crash either nothing is left to do,
// or the next attempt first looks whether the message was sent.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { METRICS } from '../../../entities/names.ts';
import { notificationErrors } from '../../../entities/notifications/errors.ts';
import { failureOf, type NotificationRef, type Told } from '../../../entities/notifications/notification.model.ts';
import { GAP_MS, type PacedChannel } from '../../../entities/notifications/threads/channel-pace.store.ts';
import { count } from '../../_kit/metrics.ts';
import type { NotifierDeps } from './notifier.ts';
import { MESSAGE_MS, type Receipt } from './queue-handler.ts';
import type { ServiceNotifierDeps } from './service-notifier.ts';

export interface AttemptInfo {
  /** True if an earlier attempt may have sent the message: look before sending. */
  readonly mayBePosted: boolean;
  /** When the first attempt began, ISO 8601. */
  readonly since: string;
}

/** Sends the message and answers the service's id of it, if it has one. */
export type Send = (attempt: AttemptInfo) => Promise<string | undefined>;

/** The queue of a channel in which messages wait before they are sent. */
export interface Turn {
  /**
   * Resolves when the message may be sent and no other message is being sent, until `Leave` is called. `slotAt` is the slot
   * from an earlier call, if any; a new slot goes to `remember`. Throws `notification.waiting`.
   */
  take(slotAt: number | undefined, remember: (slotAt: number) => Promise<void>): Promise<Leave>;
}

/** Lets the next message be sent, after at least as many seconds as the service asked for. */
export type Leave = (quietSeconds?: number) => Promise<void>;

/** Another attempt mostly ends soon; only a crashed one lasts until its lease expires. */
const BUSY_SECONDS = 3;

const countNotTold = ({ tenantId, subjectId, about, channel }: NotificationRef): void =>
  count(METRICS.notTold, channel, { tenantId, subjectId, about });

type SendDeps = Pick<NotifierDeps, 'notifications' | 'now'>;

/**
 * Answers the service's id of the message. Throws the error of `send` after storing it, or `notification.busy` (also if too
 * little of the invocation is left). A failure at the last receipt is final; people can request a redelivery.
 */
async function attempt(
  ref: NotificationRef,
  told: Told,
  { leaseMs, isLast }: Receipt,
  { notifications, now }: SendDeps,
  send: Send,
): Promise<string | undefined> {
  // An invocation that times out keeps all its messages invisible until the queue's visibility time-out.
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
    const isFinal = failure.isFinal || isLast;
    await notifications.failed(notification, { ...failure, isFinal }, now());
    if (isFinal) countNotTold(ref);
    throw error;
  }
  await notifications.sent(notification, messageId, now());
  return messageId;
}

/** Answers and throws as `attempt` does, or throws the error of the turn. */
export async function sendOnce(
  ref: NotificationRef,
  told: Told,
  receipt: Receipt,
  deps: SendDeps,
  send: Send,
  turn?: Turn,
): Promise<string | undefined> {
  const { notifications, now } = deps;
  if (turn === undefined) return attempt(ref, told, receipt, deps, send);
  const known = await notifications.find(ref);
  if (known?.status === 'SENT') return known.messageId;
  let leave: Leave;
  try {
    leave = await turn.take(known?.slotAt, async (slotAt) => {
      await notifications.wait(known, ref, told, slotAt, now());
    });
  } catch (error) {
    if (receipt.isLast) {
      await notifications.giveUp(ref, told, now(), 'the channel stayed busy until the last attempt');
      countNotTold(ref);
    }
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
    return await attempt(ref, told, receipt, deps, sendInTurn);
  } finally {
    await leave(quietSeconds);
  }
}

/**
 * Tells several receivers in parallel. Throws the first failure after all have ended. Receivers that were told are not told
 * again.
 */
export async function eachOnItsOwn<T>(receivers: readonly T[], tell: (receiver: T) => Promise<unknown>): Promise<void> {
  const outcomes = await Promise.allSettled(receivers.map(tell));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

/** After this time one message tries whether the channel is open, however long the service asked for. */
const LONGEST_QUIET_MS = 3_600_000;
/** The function waits for slots that are nearer than this. */
const NEAR_MS = 2_500;
/** A queue delivers a message late, never early, so it is asked for an earlier time. */
const EARLY_SECONDS = 1;

/**
 * The turn of a channel: a message is sent at its slot and while no other message is being sent. It waits here if the slot
 * is near, and otherwise returns to its queue.
 */
export function inTurn(
  channel: PacedChannel,
  { pace, now, pause }: Pick<ServiceNotifierDeps, 'pace' | 'now' | 'pause'>,
): Turn {
  /** The end of the hold; undefined if the channel stays busy for too long. */
  async function hold(): Promise<number | undefined> {
    const latest = now() + NEAR_MS;
    for (;;) {
      const asked = await pace.hold(channel, now(), MESSAGE_MS);
      if ('heldUntil' in asked) return asked.heldUntil;
      if (now() + asked.waitMs > latest) return undefined;
      await pause(asked.waitMs);
    }
  }

  const leaving =
    (heldUntil: number): Leave =>
    (quietSeconds = 0) =>
      pace.open(channel, heldUntil, now() + Math.max(GAP_MS, Math.min(LONGEST_QUIET_MS, quietSeconds * 1000)));

  return {
    async take(slotAt, remember) {
      let mine = slotAt ?? (await pace.claim(channel, now()));
      if (mine - now() <= NEAR_MS) {
        await pause(Math.max(0, mine - now()));
        const heldUntil = await hold();
        if (heldUntil !== undefined) return leaving(heldUntil);
        mine = await pace.claim(channel, now());
      }
      if (mine !== slotAt) await remember(mine);
      const seconds = Math.floor((mine - now()) / 1000) - EARLY_SECONDS;
      throw notificationErrors.waiting({ retryAfterSeconds: Math.max(1, seconds) });
    },
  };
}
