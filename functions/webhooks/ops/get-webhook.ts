// Answers a webhook.
import { viewWebhook } from '../../../entities/webhooks/webhook.model.ts';
import type { Ops } from '../deps.ts';

export const getWebhook: Ops['getWebhook'] = async (call, deps) => {
  const item = await deps.webhooks.get(call.caller.tenantId, call.params.webhook ?? '');
  return { body: viewWebhook(item), revision: item.revision };
};
