// The `api` function of the webhooks domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createNotificationRepo } from '../../entities/notifications/notification.repo.ts';
import { createWebhookRepo } from '../../entities/webhooks/webhook.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { createAssertEncrypted } from '../_kit/outbound/plain-http.ts';
import { createSealer } from '../_kit/sealer.ts';
import type { WebhooksDeps } from './deps.ts';
import { manifest } from './manifest.ts';
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

export const handler = apiOf(manifest, operations, ({ environment, table }) => ({
  webhooks: createWebhookRepo(table),
  notifications: createNotificationRepo(table),
  assertEncrypted: createAssertEncrypted(environment.ALLOWED_OUTBOUND_HOSTS),
  sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
}));
