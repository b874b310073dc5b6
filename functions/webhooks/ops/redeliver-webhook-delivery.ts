// Requests the redelivery of one event to a webhook.
import { redeliveryOf } from '../../../entities/notifications/redelivery.ts';
import { showDelivery } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const redeliverWebhookDelivery: Ops['redeliverWebhookDelivery'] = async (call, deps) => {
  const { webhookId } = await deps.webhooks.get(call.caller.tenantId, call.params.webhook ?? '');
  const owner = { resourceType: 'Webhook', resourceId: webhookId } as const;
  const { change, after } = await redeliveryOf(call.caller, owner, call.params.delivery ?? '', deps.notifications);
  return call.save(change, { body: showDelivery(call.caller, after) });
};
