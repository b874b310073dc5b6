// The API of the webhooks domain, bound to its environment. Loaded by api.handler.ts.
import { KMSClient } from '@aws-sdk/client-kms';
import { createNotificationRepo } from '../../entities/notifications/notification.repo.ts';
import { createWebhookRepo } from '../../entities/webhooks/webhook.repo.ts';
import { readEnvironment } from '../_kit/env.ts';
import { httpHandler } from '../_kit/http/http-handler.ts';
import { createHttpKit } from '../_kit/http/kit.ts';
import { createAssertEncrypted } from '../_kit/outbound/plain-http.ts';
import { createSealer } from '../_kit/sealer.ts';
import { connectTable } from '../_kit/table.ts';
import { manifest } from './manifest.ts';
import { operations } from './operations.ts';

const environment = readEnvironment(manifest.lambdas.api.environment);
const table = connectTable(environment.TABLE_NAME);

export const handler = httpHandler(manifest, operations, createHttpKit(table), {
  webhooks: createWebhookRepo(table),
  notifications: createNotificationRepo(table),
  assertEncrypted: createAssertEncrypted(environment.ALLOWED_OUTBOUND_HOSTS),
  sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
});
