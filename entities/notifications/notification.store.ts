// Notifications in the table. An attempt takes the notification before it sends and says afterwards what came of it; two
// attempts at once exclude each other by revision.
import { ABSENT, type Condition, keyOf, type RawTable } from '../_base/raw-table.ts';
import { RETENTION_DAYS, TTL_ATTRIBUTE } from '../names.ts';
import { notificationKeys } from './notification.keys.ts';
import {
  type Attempt,
  beginAttempt,
  type Failure,
  markFailed,
  markSent,
  type Notification,
  type NotificationRef,
  notificationSchema,
} from './notification.model.ts';

export type NotificationStore = ReturnType<typeof createNotificationStore>;

const DAY_MS = 86_400_000;

const keyFor = ({ tenantId, releaseId, about, channel, purpose }: NotificationRef) =>
  keyOf(notificationKeys, { tenantId, releaseId, about, channel, purpose });

export function createNotificationStore(table: RawTable) {
  const find = async (ref: NotificationRef): Promise<Notification | undefined> => {
    const item = await table.get(keyFor(ref));
    return item && notificationSchema.parse(item);
  };

  const write = (notification: Notification, condition: Condition): Promise<boolean> => {
    const expiresAt = Math.floor((Date.parse(notification.createdAt) + RETENTION_DAYS.delivery * DAY_MS) / 1000);
    return table.put({ ...keyFor(notification), ...notification, [TTL_ATTRIBUTE]: expiresAt }, condition);
  };

  const writeAfter = (before: Notification, after: Notification): Promise<boolean> =>
    write(after, { expression: '#revision = :revision', values: { revision: before.revision } });

  return {
    find,

    /** Takes the notification for an attempt of at most `leaseMs`. `now` is epoch milliseconds here and below. */
    async begin(ref: NotificationRef, now: number, leaseMs: number): Promise<Attempt> {
      const known = await find(ref);
      const attempt = beginAttempt(known, ref, now, leaseMs);
      if (attempt.verdict !== 'SEND') return attempt;
      const { notification } = attempt;
      const isTaken = known ? await writeAfter(known, notification) : await write(notification, ABSENT);
      return isTaken ? attempt : { verdict: 'BUSY', until: notification.leasedUntil };
    },

    /** False when another attempt has taken over since. */
    sent: (notification: Notification, messageId: string | undefined, now: number) =>
      writeAfter(notification, markSent(notification, messageId, now)),

    failed: (notification: Notification, failure: Failure, now: number) =>
      writeAfter(notification, markFailed(notification, failure, now)),
  };
}
