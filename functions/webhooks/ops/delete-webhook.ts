// Deletes a webhook with its secret. Its deliveries stay in the log until they expire.
import { WebhookDeleted } from '../../../entities/webhooks/events.ts';
import { viewWebhook, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { addressedWebhook } from '../addressed.ts';
import type { WebhooksDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const deleteWebhook: Operation<typeof manifest.routes.deleteWebhook, WebhooksDeps> = async (call, deps) => {
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
