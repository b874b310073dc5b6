// Finds the webhook of a request and checks the revision in If-Match.
import { baseErrors } from '../../entities/_base/conflicts.ts';
import type { WebhookItem } from '../../entities/webhooks/webhook.entity.ts';
import type { Call } from '../_kit/http/http-handler.ts';
import type { WebhooksDeps } from './deps.ts';

/** Throws `webhook.not_found` or `request.precondition_failed`. */
export async function addressedWebhook(
  { caller, params, revision }: Pick<Call, 'caller' | 'params' | 'revision'>,
  { webhooks }: Pick<WebhooksDeps, 'webhooks'>,
): Promise<WebhookItem> {
  const item = await webhooks.get(caller.tenantId, params.webhook ?? '');
  if (revision !== undefined && revision !== item.revision) throw baseErrors.precondition_failed();
  return item;
}
