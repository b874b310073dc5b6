// Lists the webhooks of the tenant.
import { viewWebhook } from '../../../entities/webhooks/webhook.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { WebhooksDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const listWebhooks: Operation<typeof manifest.routes.listWebhooks, WebhooksDeps> = async (call, deps) => {
  const { items, nextCursor } = await deps.webhooks.list(call.caller.tenantId, call.query);
  return { body: { items: items.map(viewWebhook), nextCursor } };
};
