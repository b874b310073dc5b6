// Creates a webhook. Only this reply shows its secret: the idempotency record does not store it.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { WebhookCreated } from '../../../entities/webhooks/events.ts';
import { webhookDefinition } from '../../../entities/webhooks/webhook.entity.ts';
import { viewWebhook, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import { newSecret } from '../../../entities/webhooks/webhook-secret.model.ts';
import { showWebhook } from '../actions.ts';
import { auditOf, type Ops } from '../deps.ts';

export const createWebhook: Ops['createWebhook'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  deps.assertEncrypted?.({ url: body.url });
  const { description, ...said } = body;
  const item = {
    ...{ tenantId, webhookId: newId<'Webhook'>(), ...said },
    ...(description === undefined ? {} : { description }),
    ...firstStamps(webhookDefinition, isoOf(caller.at)),
  };
  const secret = newSecret();
  const sealed = await deps.sealer.seal(tenantId, item.webhookId, { secret });

  const view = viewWebhook(item);
  const shown = showWebhook(caller, item);
  const reply = {
    body: { ...shown, secret: null },
    revision: item.revision,
    location: `/webhooks/${item.webhookId}`,
  };
  await call.save(
    {
      writes: deps.webhooks.create(item, sealed),
      events: [WebhookCreated.create(caller, item.webhookId, webhookEventOf(item))],
      audit: auditOf(item, 'webhook.created', { after: view }),
    },
    reply,
  );
  return { ...reply, body: { ...shown, secret } };
};
