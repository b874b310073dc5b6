// Lists the deliveries to a webhook.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { WebhooksDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

type ListWebhookDeliveries = Operation<typeof manifest.routes.listWebhookDeliveries, WebhooksDeps>;

export const listWebhookDeliveries: ListWebhookDeliveries = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { webhookId } = await deps.webhooks.get(tenantId, call.params.webhook ?? '');
  const { items, nextCursor } = await deps.notifications.list(tenantId, webhookId, call.query, at);
  return { body: { items: items.map(viewNotification), nextCursor } };
};
