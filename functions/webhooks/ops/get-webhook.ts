// Answers a webhook.
import { viewWebhook } from '../../../entities/webhooks/webhook.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { WebhooksDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const getWebhook: Operation<typeof manifest.routes.getWebhook, WebhooksDeps> = async (call, deps) => {
  const item = await deps.webhooks.get(call.caller.tenantId, call.params.webhook ?? '');
  return { body: viewWebhook(item), revision: item.revision };
};
