// The headers of one attempt to post to a webhook (Standard Webhooks, "Webhook headers"): signed by every secret that is
// valid at its time, so that receivers can change theirs in peace.
import { secretsAt, type WebhookSecrets } from '../../../entities/webhooks/webhook-secret.model.ts';
import { signWebhook } from '../../_adapters/standard-webhook.ts';

interface Signed {
  readonly id: string;
  /** Epoch seconds, of this attempt. */
  readonly timestamp: number;
  readonly body: string;
}

export const signedHeaders = (secrets: WebhookSecrets, signed: Signed): Record<string, string> => ({
  'webhook-id': signed.id,
  'webhook-timestamp': String(signed.timestamp),
  'webhook-signature': secretsAt(secrets, signed.timestamp * 1000)
    .map((secret) => signWebhook(secret, signed))
    .join(' '),
});
