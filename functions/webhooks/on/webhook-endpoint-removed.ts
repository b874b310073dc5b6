// A webhook answered 410 Gone: switches it off until a person switches it on again.
import { systemActor } from '../../../entities/_base/actors.ts';
import { WebhookEndpointRemoved, WebhookUpdated } from '../../../entities/webhooks/events.ts';
import { goneWebhook, viewWebhook, webhookEventOf } from '../../../entities/webhooks/webhook.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, type WebhookEventsDeps } from '../deps.ts';

export async function onWebhookEndpointRemoved({ detail }: BusEvent, deps: WebhookEventsDeps): Promise<void> {
  const { tenantId, correlationId, data, occurredAt } = WebhookEndpointRemoved.parse(detail);
  const caller: Caller = { tenantId, actor: systemActor('webhooks'), correlationId, at: deps.now() };
  await retryOnConflict(async () => {
    const before = await unlessGone('webhook', deps.webhooks.get(tenantId, data.webhookId));
    // A later change of the webhook overrides the answer.
    if (!before?.isActive || before.updatedAt > occurredAt) return;
    const after = goneWebhook(before, caller.at);
    await deps.save(caller, {
      writes: deps.webhooks.update(after),
      events: [WebhookUpdated.create(caller, after.webhookId, webhookEventOf(after))],
      audit: auditOf(after, 'webhook.disabled', { before: viewWebhook(before), after: viewWebhook(after) }),
    });
  });
}
