// Webhook signatures of the Standard Webhooks specification: we sign requests to deployment endpoints and webhooks, and
// GitLab signs its requests to us.
// https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Secrets are this prefix and the base64 of 24 to 64 random bytes. */
const PREFIX = 'whsec_';
/** A shorter key could be guessed. */
const LEAST_KEY_BYTES = 24;
const TOLERANCE_SECONDS = 300;

export interface WebhookToSign {
  /** Unique for a message and the same for its retries. */
  readonly id: string;
  /** Seconds since the epoch, of this attempt. */
  readonly timestamp: number | string;
  readonly body: string | Buffer;
}

export const isWebhookSecret = (secret: string): boolean => secret.startsWith(PREFIX);

const keyOf = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), 'base64');

/** `v1,` and the base64 of HMAC-SHA256 over id, timestamp and body. */
export function signWebhook(secret: string, { id, timestamp, body }: WebhookToSign): string {
  const signature = createHmac('sha256', keyOf(secret)).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return `v1,${signature}`;
}

/**
 * True if a signature in the headers (lower-case names) is right and at most five minutes old. `now` is epoch milliseconds.
 */
export function isSignedWebhook(
  secret: string,
  headers: Readonly<Record<string, string | undefined>>,
  body: Buffer,
  now: number,
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (!isWebhookSecret(secret) || !id || !timestamp || !signatures || !/^\d{1,12}$/.test(timestamp)) return false;
  if (keyOf(secret).byteLength < LEAST_KEY_BYTES) return false;
  const expected = Buffer.from(signWebhook(secret, { id, timestamp, body }));
  // During a rotation a sender may sign with both secrets.
  const isRight = signatures.split(' ').some((one) => {
    const given = Buffer.from(one);
    return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
  });
  return isRight && Math.abs(now / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
}
