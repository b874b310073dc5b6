// Deletes a webhook with its secret. Its deliveries stay in the log until they expire.
import { WebhookDeleted } from '../../../entities/webhooks/events.ts';
import { viewWebhook, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import { addressedWebhook } from '../addressed.ts';
import type { Ops } from '../deps.ts';

export const deleteWebhook: Ops['deleteWebhook'] = async (call, deps) => {
  const item = await addressedWebhook(call, deps);
  return call.save(
    {
      writes: deps.webhooks.remove(item),
      events: [WebhookDeleted.create(call.caller, item.webhookId, webhookEventOf(item))],
      audit: {
        action: 'webhook.deleted',
        resourceType: 'Webhook',
        resourceId: item.webhookId,
        details: { before: viewWebhook(item) },
      },
    },
    {},
  );
};
