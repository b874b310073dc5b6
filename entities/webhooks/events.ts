// Events of webhooks. None contains the URL, which may contain a secret of the receiver.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

const webhook = z.object({ webhookId: z.string(), isActive: z.boolean() });

export const WebhookCreated = defineEvent('webhooks', 'WebhookCreated', 1, () => webhook);
export const WebhookUpdated = defineEvent('webhooks', 'WebhookUpdated', 1, () => webhook);
export const WebhookDeleted = defineEvent('webhooks', 'WebhookDeleted', 1, () => webhook);
export const WebhookSecretRotated = defineEvent('webhooks', 'WebhookSecretRotated', 1, () => webhook);

/** The webhook answered 410 Gone: it wants no more events. */
export const WebhookEndpointRemoved = defineEvent('webhooks', 'WebhookEndpointRemoved', 1, () =>
  z.object({ webhookId: z.string() }),
);
