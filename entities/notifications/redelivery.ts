// The change that requests redeliveries: removes each notification from the list of failures and publishes an event to its
// notifier.
import type { Envelope, Occasion } from '../_base/events.ts';
import type { Write } from '../_base/table/table.ts';
import { isoOf } from '../_base/time/iso.ts';
import { NotificationRedeliveryRequested } from './events.ts';
import type { NotificationItem } from './notification.entity.ts';
import { assertMayRedeliver, type Notification, notificationIdOf } from './notification.model.ts';
import type { NotificationRepo } from './notification.repo.ts';

interface Redelivery {
  readonly writes: readonly Write[];
  readonly events: readonly Envelope[];
  /** The details of the audit entry. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Throws `notification.not_redeliverable` unless it finally failed. */
export function redelivery(
  occasion: Occasion,
  asked: readonly NotificationItem[],
  notifications: Pick<NotificationRepo, 'retry'>,
): Redelivery {
  for (const notification of asked) assertMayRedeliver(notification);
  const at = isoOf(occasion.at);
  return {
    writes: asked.map((notification) => notifications.retry(notification, at)),
    events: asked.map(({ subjectId, about, channel, purpose }) =>
      NotificationRedeliveryRequested.create(occasion, subjectId, { subjectId, about, channel, purpose }),
    ),
    details: { notifications: asked.map((one) => ({ subjectId: one.subjectId, id: notificationIdOf(one) })) },
  };
}

/** The notification while it waits for its redelivery. */
export const askedAgain = (notification: Notification, at: number): Notification => ({
  ...notification,
  status: 'PENDING',
  updatedAt: isoOf(at),
});
