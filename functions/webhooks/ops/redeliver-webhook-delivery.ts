// Requests the redelivery of one event to a webhook.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import { askedAgain, redelivery } from '../../../entities/notifications/redelivery.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { WebhooksDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

type RedeliverWebhookDelivery = Operation<typeof manifest.routes.redeliverWebhookDelivery, WebhooksDeps>;

export const redeliverWebhookDelivery: RedeliverWebhookDelivery = async (call, deps) => {
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
