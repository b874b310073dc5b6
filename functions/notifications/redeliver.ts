// The change that has notifications sent again: each off the list of those that failed, and an event to its notifier.
import { NotificationRedeliveryRequested } from '../../entities/notifications/events.ts';
import {
  assertMayRedeliver,
  type Notification,
  notificationIdOf,
} from '../../entities/notifications/notification.model.ts';
import type { Caller, Change } from '../_kit/commit.ts';
import type { NotificationsDeps } from './deps.ts';

/** Throws `notification.not_redeliverable` for one that did not fail. */
export function redelivery(
  caller: Caller,
  asked: readonly Notification[],
  { notifications }: Pick<NotificationsDeps, 'notifications'>,
): Pick<Change, 'writes' | 'events'> & { readonly details: Change['audit']['details'] } {
  for (const notification of asked) assertMayRedeliver(notification);
  const at = new Date(caller.at).toISOString();
  return {
    writes: asked.map((notification) => notifications.retry(notification, at)),
    events: asked.map(({ subjectId, about, channel, purpose }) =>
      NotificationRedeliveryRequested.create(caller, subjectId, { subjectId, about, channel, purpose }),
    ),
    details: { notifications: asked.map((one) => ({ subjectId: one.subjectId, id: notificationIdOf(one) })) },
  };
}
