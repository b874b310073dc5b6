// Notifications in the table. An attempt takes the notification before sending and stores its outcome after. The revision
// excludes two attempts at the same time.
import { storedItem } from '../_base/table/entity.ts';
import { ABSENT, getRaw, type RawTable } from '../_base/table/raw-table.ts';
import { expiryOf, monthOf } from '../_base/time/iso.ts';
import { RETENTION_DAYS } from '../names.ts';
import { notificationDefinition } from './notification.entity.ts';
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
  type Told,
} from './notification.model.ts';

export type NotificationStore = ReturnType<typeof createNotificationStore>;

export function createNotificationStore(table: RawTable) {
  const find = (ref: NotificationRef): Promise<Notification | undefined> => getRaw(table, notificationDefinition, ref);

  /** False if another attempt has taken over since `before`. Final failures are listed for redelivery. */
  const follow = (before: Notification | undefined, after: Notification): Promise<boolean> => {
    const item = storedItem(notificationDefinition, {
      ...after,
      failedMonth: after.status === 'FAILED' ? monthOf(after.updatedAt) : undefined,
      expiresAtEpoch: expiryOf(Date.parse(after.createdAt), RETENTION_DAYS.delivery),
    });
    const isUnchanged = { expression: '#revision = :revision', values: { revision: before?.revision } };
    return table.put(item, before ? isUnchanged : ABSENT);
  };

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

    /** Stores the slot; false if an attempt has begun since `known`. */
    wait: (known: Notification | undefined, ref: NotificationRef, told: Told, slotAt: number, now: number) =>
      follow(known, markWaiting(known, ref, told, slotAt, now)),

    /** Stores a final failure without an attempt. Does nothing if the notification is sent or being sent. */
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
