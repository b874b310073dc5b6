// Lists the webhooks of the tenant.
import { viewWebhook } from '../../../entities/webhooks/webhook.model.ts';
import type { Ops } from '../deps.ts';

export const listWebhooks: Ops['listWebhooks'] = async (call, deps) => {
  const { items, nextCursor } = await deps.webhooks.list(call.caller.tenantId, call.query);
  return { body: { items: items.map(viewWebhook), nextCursor } };
};
