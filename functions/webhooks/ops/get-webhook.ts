// Answers a webhook.

import { showWebhook } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getWebhook: Ops['getWebhook'] = async (call, deps) => {
  const item = await deps.webhooks.get(call.caller.tenantId, call.params.webhook ?? '');
  return { body: showWebhook(call.caller, item), revision: item.revision };
};
