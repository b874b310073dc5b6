// Signatures of outgoing webhooks (Standard Webhooks, "Signature scheme"): HMAC-SHA256 of id, time and body, in base64.
import { createHmac, randomBytes } from 'node:crypto';
import * as z from 'zod';

const PREFIX = 'whsec_';
/** The specification asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** What is sealed for a webhook; the secret before the last rotation signs too until it is over. */
export const webhookSecrets = z.object({
  secret: z.string(),
  previous: z.object({ secret: z.string(), validUntil: z.number() }).optional(),
});
export type WebhookSecrets = z.output<typeof webhookSecrets>;

export const newSecret = (): string => PREFIX + randomBytes(SECRET_BYTES).toString('base64');

interface Signed {
  readonly id: string;
  /** Epoch seconds. */
  readonly timestamp: number;
  readonly body: string;
}

/** `v1,<base64>`. */
export function signatureOf(secret: string, { id, timestamp, body }: Signed): string {
  const key = Buffer.from(secret.replace(PREFIX, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** The headers of one attempt, signed by every secret that is valid at its time. */
export function signedHeaders({ secret, previous }: WebhookSecrets, signed: Signed): Record<string, string> {
  const isPreviousValid = previous !== undefined && previous.validUntil > signed.timestamp * 1000;
  const secrets = isPreviousValid ? [secret, previous.secret] : [secret];
  return {
    'webhook-id': signed.id,
    'webhook-timestamp': String(signed.timestamp),
    'webhook-signature': secrets.map((one) => signatureOf(one, signed)).join(' '),
  };
}
