// The operations of the webhooks domain, one per route of its manifest.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { WebhooksDeps } from './deps.ts';
import type { manifest } from './manifest.ts';
import { createWebhook } from './ops/create-webhook.ts';
import { deleteWebhook } from './ops/delete-webhook.ts';
import { getWebhook } from './ops/get-webhook.ts';
import { listWebhookDeliveries } from './ops/list-webhook-deliveries.ts';
import { listWebhooks } from './ops/list-webhooks.ts';
import { redeliverWebhookDelivery } from './ops/redeliver-webhook-delivery.ts';
import { rotateWebhookSecret } from './ops/rotate-webhook-secret.ts';
import { updateWebhook } from './ops/update-webhook.ts';

export const operations: Operations<typeof manifest, WebhooksDeps> = {
  createWebhook,
  listWebhooks,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  rotateWebhookSecret,
  listWebhookDeliveries,
  redeliverWebhookDelivery,
};
