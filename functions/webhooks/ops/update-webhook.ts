// Changes a webhook, or switches it on or off.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { WebhookUpdated } from '../../../entities/webhooks/events.ts';
import { changedWebhook, viewWebhook, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import { showWebhook } from '../actions.ts';
import { auditOf, type Ops } from '../deps.ts';

export const updateWebhook: Ops['updateWebhook'] = async (call, deps) => {
  const { caller, body } = call;
  deps.assertEncrypted?.({ url: body.url });
  const before = await deps.webhooks.get(call.caller.tenantId, call.params.webhook ?? '');
  assertRevision(call, before);
  const after = changedWebhook(before, body, caller.at);
  const view = viewWebhook(after);
  return call.save(
    {
      writes: deps.webhooks.update(after),
      events: [WebhookUpdated.create(caller, after.webhookId, webhookEventOf(after))],
      audit: auditOf(after, 'webhook.updated', { before: viewWebhook(before), after: view }),
    },
    { body: showWebhook(caller, after), revision: after.revision },
  );
};
