// Changes a webhook, or switches it on or off.
import { WebhookUpdated } from '../../../entities/webhooks/events.ts';
import { changedWebhook, viewWebhook, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import { addressedWebhook } from '../addressed.ts';
import type { Ops } from '../deps.ts';

export const updateWebhook: Ops['updateWebhook'] = async (call, deps) => {
  const { caller, body } = call;
  deps.assertEncrypted?.({ url: body.url });
  const before = await addressedWebhook(call, deps);
  const after = changedWebhook(before, body, caller.at);
  const view = viewWebhook(after);
  return call.save(
    {
      writes: deps.webhooks.update(after),
      events: [WebhookUpdated.create(caller, after.webhookId, webhookEventOf(after))],
      audit: {
        action: 'webhook.updated',
        resourceType: 'Webhook',
        resourceId: after.webhookId,
        details: { before: viewWebhook(before), after: view },
      },
    },
    { body: view, revision: after.revision },
  );
};
