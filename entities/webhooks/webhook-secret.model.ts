// The sealed secrets of a webhook: the present one and, for a day after a rotation, the previous one.
import { randomBytes } from 'node:crypto';
import * as z from 'zod';

export const webhookSecrets = z.object({
  secret: z.string(),
  previous: z.object({ secret: z.string(), validUntil: z.number() }).optional(),
});
export type WebhookSecrets = z.output<typeof webhookSecrets>;

/** Standard Webhooks requires 24 to 64 bytes. */
const SECRET_BYTES = 32;

export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;

/** The secrets that sign at `at` (epoch milliseconds), the present one first. */
export const secretsAt = ({ secret, previous }: WebhookSecrets, at: number): readonly string[] =>
  previous !== undefined && previous.validUntil > at ? [secret, previous.secret] : [secret];
