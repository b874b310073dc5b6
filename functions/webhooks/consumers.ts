// The consumers of the webhooks domain, by the detail-types that its manifest subscribes to.
import { WebhookEndpointRemoved } from '../../entities/webhooks/events.ts';
import type { Consumers } from '../_kit/bus/bus-event.ts';
import type { WebhookEventsDeps } from './deps.ts';
import { onWebhookEndpointRemoved } from './on/webhook-endpoint-removed.ts';

export const consumers: Consumers<WebhookEventsDeps> = {
  events: { [WebhookEndpointRemoved.type]: onWebhookEndpointRemoved },
};
