// Notifications in the table. An attempt takes the notification before it sends and says afterwards what came of it; two
// attempts at once exclude each other by revision.
import { ABSENT, type Condition, keyOf, type RawTable } from '../_base/table/raw-table.ts';
import { RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { failedNotificationKeys, notificationKeys } from './notification.keys.ts';
import {
  type Attempt,
  beginAttempt,
  type Failure,
  markFailed,
  markGivenUp,
  markSent,
  markWaiting,
  type Notification,
  type NotificationRef,
  readNotification,
  type Told,
} from './notification.model.ts';

export type NotificationStore = ReturnType<typeof createNotificationStore>;

const DAY_MS = 86_400_000;

const keyFor = ({ tenantId, subjectId, about, channel, purpose }: NotificationRef) =>
  keyOf(notificationKeys, { tenantId, subjectId, about, channel, purpose });

/** Those that failed for good are listed for those who send them again. */
function listingOf({ status, tenantId, updatedAt, about }: Notification) {
  if (status !== 'FAILED') return {};
  const { pk, sk } = keyOf(failedNotificationKeys, { tenantId, updatedAt, about });
  return { gsi1pk: pk, gsi1sk: sk };
}

export function createNotificationStore(table: RawTable) {
  const find = async (ref: NotificationRef): Promise<Notification | undefined> => {
    const item = await table.get(keyFor(ref));
    return item && readNotification(item);
  };

  const write = (notification: Notification, condition: Condition): Promise<boolean> => {
    const expiresAt = Math.floor((Date.parse(notification.createdAt) + RETENTION_DAYS.delivery * DAY_MS) / 1000);
    const item = { ...keyFor(notification), ...notification, ...listingOf(notification), [TTL_ATTRIBUTE]: expiresAt };
    return table.put(item, condition);
  };

  /** False when another attempt has taken over since `before`. */
  const follow = (before: Notification | undefined, after: Notification): Promise<boolean> =>
    write(after, before ? { expression: '#revision = :revision', values: { revision: before.revision } } : ABSENT);

  return {
    find,

    /** Takes the notification for an attempt of at most `leaseMs`. `now` is epoch milliseconds here and below. */
    async begin(ref: NotificationRef, told: Told, now: number, leaseMs: number): Promise<Attempt> {
      const known = await find(ref);
      const attempt = beginAttempt(known, ref, told, now, leaseMs);
      if (attempt.verdict !== 'SEND') return attempt;
      const isTaken = await follow(known, attempt.notification);
      return isTaken ? attempt : { verdict: 'BUSY', until: attempt.notification.leasedUntil };
    },

    /** Notes when the channel expects it; false when an attempt has begun since `known`. */
    wait: (known: Notification | undefined, ref: NotificationRef, told: Told, slotAt: number, now: number) =>
      follow(known, markWaiting(known, ref, told, slotAt, now)),

    /** It could not be tried, and will hardly be able to. One that is sent, or just being sent, is left alone. */
    async giveUp(ref: NotificationRef, told: Told, now: number, error: string): Promise<void> {
      const known = await find(ref);
      const isBeingSent = known !== undefined && known.leasedUntil > now;
      if (known?.status === 'SENT' || isBeingSent) return;
      await follow(known, markGivenUp(known, ref, told, now, error));
    },

    sent: (notification: Notification, messageId: string | undefined, now: number) =>
      follow(notification, markSent(notification, messageId, now)),

    failed: (notification: Notification, failure: Failure, now: number) =>
      follow(notification, markFailed(notification, failure, now)),
  };
}
