// The webhooks domain: addresses to which tenants have events posted, signed with a secret of each. notifiers/webhook posts them.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { listNotificationsQuery, notificationView } from '../../entities/notifications/notification.model.ts';
import { WebhookEndpointRemoved } from '../../entities/webhooks/events.ts';
import {
  createWebhookBody,
  listWebhooksQuery,
  updateWebhookBody,
  webhookView,
  webhookWithSecretView,
} from '../../entities/webhooks/webhook.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS } = environment;
const read = { role: 'LEAD', scope: 'webhooks:read' } as const;
const write = { role: 'LEAD', scope: 'webhooks:write' } as const;

export const manifest = defineManifest({
  domain: 'webhooks',
  routes: {
    createWebhook: {
      method: 'POST',
      path: '/webhooks',
      summary: 'Has events posted to a URL, signed as Standard Webhooks says; answers the secret, once',
      access: write,
      body: createWebhookBody,
      status: 201,
      reply: webhookWithSecretView,
    },
    listWebhooks: {
      method: 'GET',
      path: '/webhooks',
      summary: 'Webhooks of the tenant, oldest first',
      access: read,
      query: listWebhooksQuery,
      status: 200,
      reply: listOf(webhookView),
    },
    getWebhook: {
      method: 'GET',
      path: '/webhooks/{webhook}',
      summary: 'A webhook, without its secret',
      access: read,
      status: 200,
      reply: webhookView,
    },
    updateWebhook: {
      method: 'PATCH',
      path: '/webhooks/{webhook}',
      summary: 'Changes URL, events or description of a webhook, or switches it on or off',
      access: write,
      body: updateWebhookBody,
      status: 200,
      reply: webhookView,
    },
    deleteWebhook: {
      method: 'DELETE',
      path: '/webhooks/{webhook}',
      summary: 'Deletes a webhook with its secret',
      access: write,
      status: 204,
    },
    rotateWebhookSecret: {
      method: 'POST',
      path: '/webhooks/{webhook}/rotate',
      summary: 'Gives a webhook a new secret and answers it, once; the old one signs too for 24 hours',
      access: write,
      status: 200,
      reply: webhookWithSecretView,
    },
    listWebhookDeliveries: {
      method: 'GET',
      path: '/webhooks/{webhook}/deliveries',
      summary: 'The deliveries to a webhook, posted and failed; the latest events first',
      access: read,
      query: listNotificationsQuery,
      status: 200,
      reply: listOf(notificationView),
    },
    redeliverWebhookDelivery: {
      method: 'POST',
      path: '/webhooks/{webhook}/deliveries/{delivery}/redeliver',
      summary: 'Has a delivery that failed posted again, to this webhook alone',
      access: write,
      status: 202,
      reply: notificationView,
    },
  },
  subscriptions: {
    endpoints: { source: [WebhookEndpointRemoved.source], detailTypes: [WebhookEndpointRemoved.type] },
  },
  tasks: {},
  lambdas: {
    api: {
      impact: 'Webhooks cannot be seen or changed. Events go on being posted.',
      environment: z.object({ STAGE, TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'credentials:seal', 'credentials:open'],
    },
    events: {
      impact: 'Receivers that want no more events go on getting them.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update'],
      memoryMb: 512,
    },
  },
});
