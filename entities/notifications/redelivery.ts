// The change that requests redeliveries: removes each notification from the list of failures and publishes an event to its
// notifier.
import type { Envelope, Occasion } from '../_base/events.ts';
import type { Write } from '../_base/table/table.ts';
import { isoOf } from '../_base/time/iso.ts';
import { NotificationRedeliveryRequested } from './events.ts';
import type { NotificationItem } from './notification.entity.ts';
import { assertMayRedeliver, notificationIdOf } from './notification.model.ts';
import type { NotificationRepo } from './notification.repo.ts';

/** The owner of the log of the notifications, or the tenant for those of several logs. */
export interface Owner {
  readonly resourceType: 'Release' | 'Webhook' | 'Tenant';
  readonly resourceId: string;
}

interface Redelivery {
  readonly writes: readonly Write[];
  readonly events: readonly Envelope[];
  readonly audit: Owner & { readonly action: string; readonly details: Readonly<Record<string, unknown>> };
}

/** Throws `notification.not_redeliverable` unless each finally failed. */
export function redelivery(
  occasion: Occasion,
  owner: Owner,
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
    audit: {
      action: 'notification.redelivery_requested',
      ...owner,
      details: { notifications: asked.map((one) => ({ subjectId: one.subjectId, id: notificationIdOf(one) })) },
    },
  };
}

/** The redelivery of one notification of a log by its id, and the notification while it waits. Throws `notification.not_found` too. */
export async function redeliveryOf(
  occasion: Occasion,
  owner: Owner,
  id: string,
  notifications: Pick<NotificationRepo, 'get' | 'retry'>,
) {
  const asked = await notifications.get(occasion.tenantId, owner.resourceId, id, occasion.at);
  const after: NotificationItem = { ...asked, status: 'PENDING', updatedAt: isoOf(occasion.at) };
  return { change: redelivery(occasion, owner, [asked], notifications), after };
}
