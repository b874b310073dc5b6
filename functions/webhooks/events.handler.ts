// The `events` function of the webhooks domain.
import { WebhookEndpointRemoved } from '../../entities/webhooks/events.ts';
import { createWebhookRepo } from '../../entities/webhooks/webhook.repo.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import type { WebhookEventsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { onWebhookEndpointRemoved } from './on/webhook-endpoint-removed.ts';

export const consumers: Consumers<WebhookEventsDeps> = {
  events: { [WebhookEndpointRemoved.type]: onWebhookEndpointRemoved },
};

export const handler = eventsOf(manifest, consumers, ({ table, save, now }) => ({
  webhooks: createWebhookRepo(table),
  save,
  now,
}));
