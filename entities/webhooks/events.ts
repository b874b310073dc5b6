// Events of webhooks. None contains the URL, which may contain a secret of the receiver.
import * as z from 'zod';
import { domainEvents } from '../_base/events.ts';

const event = domainEvents('webhooks');

const webhook = { webhookId: z.string(), isActive: z.boolean() };

export const WebhookCreated = event('WebhookCreated', () => webhook);
export const WebhookUpdated = event('WebhookUpdated', () => webhook);
export const WebhookDeleted = event('WebhookDeleted', () => webhook);
export const WebhookSecretRotated = event('WebhookSecretRotated', () => webhook);

/** The webhook answered 410 Gone: it wants no more events. */
export const WebhookEndpointRemoved = event('WebhookEndpointRemoved', () => ({ webhookId: z.string() }));
