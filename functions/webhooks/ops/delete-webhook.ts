// Deletes a webhook with its secret. Its deliveries stay in the log until they expire.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { WebhookDeleted } from '../../../entities/webhooks/events.ts';
import { viewWebhook, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import { auditOf, type Ops } from '../deps.ts';

export const deleteWebhook: Ops['deleteWebhook'] = async (call, deps) => {
  const item = await deps.webhooks.get(call.caller.tenantId, call.params.webhook ?? '');
  assertRevision(call, item);
  return call.save(
    {
      writes: deps.webhooks.remove(item),
      events: [WebhookDeleted.create(call.caller, item.webhookId, webhookEventOf(item))],
      audit: auditOf(item, 'webhook.deleted', { before: viewWebhook(item) }),
    },
    {},
  );
};
