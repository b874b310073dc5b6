// Sends again what somebody asked for: the request names a notification, which keeps its event, and the notifier of its
// channel tells that event as if its queue had brought it.

import type { Channel } from '../../../entities/notifications/channel.model.ts';
import { NotificationRedeliveryRequested } from '../../../entities/notifications/events.ts';
import type { NotificationRef } from '../../../entities/notifications/notification.model.ts';
import { type Delivery, type Notify, type QueuedEvent, queuedEvent } from './queue-handler.ts';
import type { TellerDeps } from './teller.ts';

/** Tells one event; when it is told again, `again` is what was asked for. */
export type Tell = (event: QueuedEvent, delivery: Delivery, again?: NotificationRef) => Promise<void>;

export const withRedelivery =
  (channel: Channel, { notifications }: Pick<TellerDeps, 'notifications'>, tell: Tell): Notify =>
  async (event, delivery) => {
    if (event['detail-type'] !== NotificationRedeliveryRequested.type) return tell(event, delivery);
    const { tenantId, data } = NotificationRedeliveryRequested.parse(event.detail);
    if (data.channel !== channel) return;
    const ref = { tenantId, ...data };
    const asked = await notifications.find(ref);
    if (asked?.event === undefined) return;
    return tell(queuedEvent.parse(JSON.parse(asked.event)), delivery, ref);
  };
