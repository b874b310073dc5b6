// The secrets of an webhook, as they are sealed: the one of now, and for a day the one before its last rotation.
import { randomBytes } from 'node:crypto';
import * as z from 'zod';

export const webhookSecrets = z.object({
  secret: z.string(),
  previous: z.object({ secret: z.string(), validUntil: z.number() }).optional(),
});
export type WebhookSecrets = z.output<typeof webhookSecrets>;

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES = 32;

export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** Those that sign at `at`, epoch milliseconds; the present one first. */
export const secretsAt = ({ secret, previous }: WebhookSecrets, at: number): readonly string[] =>
  previous !== undefined && previous.validUntil > at ? [secret, previous.secret] : [secret];
