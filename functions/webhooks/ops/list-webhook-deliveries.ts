// Lists the deliveries to a webhook.

import { showDelivery } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listWebhookDeliveries: Ops['listWebhookDeliveries'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { webhookId } = await deps.webhooks.get(tenantId, call.params.webhook ?? '');
  const { items, nextCursor } = await deps.notifications.list(tenantId, webhookId, call.query, at);
  return { body: { items: items.map((one) => showDelivery(call.caller, one)), nextCursor } };
};
