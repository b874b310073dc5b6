// Gives a webhook a new secret. The old one also signs for 24 hours, until receivers have changed to the new one.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { WebhookSecretRotated } from '../../../entities/webhooks/events.ts';
import { changedWebhook, OVERLAP_MS, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import { newSecret, webhookSecrets } from '../../../entities/webhooks/webhook-secret.model.ts';
import { showWebhook } from '../actions.ts';
import { auditOf, type Ops } from '../deps.ts';

export const rotateWebhookSecret: Ops['rotateWebhookSecret'] = async (call, deps) => {
  const { caller } = call;
  const { tenantId } = caller;
  const before = await deps.webhooks.get(call.caller.tenantId, call.params.webhook ?? '');
  assertRevision(call, before);
  const { webhookId } = before;
  const sealed = await deps.webhooks.getSealed(tenantId, webhookId);
  const known = webhookSecrets.parse(await deps.sealer.open(tenantId, webhookId, sealed));
  const secret = newSecret();
  const previous = { secret: known.secret, validUntil: caller.at + OVERLAP_MS };
  const after = changedWebhook(before, {}, caller.at);

  const view = showWebhook(caller, after);
  const reply = { body: { ...view, secret: null }, revision: after.revision };
  await call.save(
    {
      writes: deps.webhooks.update(after, await deps.sealer.seal(tenantId, webhookId, { secret, previous })),
      events: [WebhookSecretRotated.create(caller, webhookId, webhookEventOf(after))],
      audit: auditOf(after, 'webhook.secret_rotated'),
    },
    reply,
  );
  return { ...reply, body: { ...view, secret } };
};
