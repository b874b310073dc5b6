// Requests the redelivery of one event to a webhook.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import { askedAgain, redelivery } from '../../../entities/notifications/redelivery.ts';
import type { Ops } from '../deps.ts';

export const redeliverWebhookDelivery: Ops['redeliverWebhookDelivery'] = async (call, deps) => {
  const { caller, params } = call;
  const { tenantId, at } = caller;
  const { webhookId } = await deps.webhooks.get(tenantId, params.webhook ?? '');
  const asked = await deps.notifications.get(tenantId, webhookId, params.delivery ?? '', at);
  const { details, ...change } = redelivery(caller, [asked], deps.notifications);
  const audit = {
    action: 'notification.redelivery_requested',
    resourceType: 'Webhook',
    resourceId: webhookId,
    details,
  };
  return call.save({ ...change, audit }, { body: viewNotification(askedAgain(asked, at)) });
};
