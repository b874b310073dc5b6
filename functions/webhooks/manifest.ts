// The webhooks domain: addresses to which Windlass posts a tenant's events, each signed with the webhook's own secret.
// notifiers/webhook posts them.
import * as z from 'zod';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { integrationErrors } from '../../entities/integrations/errors.ts';
import { notificationErrors } from '../../entities/notifications/errors.ts';
import { listNotificationsQuery, notificationView } from '../../entities/notifications/notification.model.ts';
import { webhookErrors } from '../../entities/webhooks/errors.ts';
import { WebhookEndpointRemoved } from '../../entities/webhooks/events.ts';
import {
  createWebhookBody,
  listWebhooksQuery,
  updateWebhookBody,
  webhookSummaryView,
  webhookView,
  webhookWithSecretView,
} from '../../entities/webhooks/webhook.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { limit_reached, not_found } = webhookErrors;
const { STAGE, TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS } = environment;
const read = { role: 'LEAD', scope: 'webhooks:read' } as const;
const write = { role: 'LEAD', scope: 'webhooks:write' } as const;

export const manifest = defineManifest({
  domain: 'webhooks',
  routes: {
    createWebhook: {
      method: 'POST',
      path: '/webhooks',
      summary:
        'Create a webhook: events are posted to its URL, signed as in Standard Webhooks; the secret is shown only in this answer',
      access: write,
      body: createWebhookBody,
      errors: [limit_reached, integrationErrors.address_refused],
      status: 201,
      reply: webhookWithSecretView,
    },
    listWebhooks: {
      method: 'GET',
      path: '/webhooks',
      summary: 'List the webhooks of the tenant, oldest first',
      access: read,
      query: listWebhooksQuery,
      status: 200,
      reply: listOf(webhookSummaryView),
    },
    getWebhook: {
      method: 'GET',
      path: '/webhooks/{webhook}',
      summary: 'Show a webhook, without its secret',
      access: read,
      errors: [not_found],
      status: 200,
      reply: webhookView,
    },
    updateWebhook: {
      method: 'PATCH',
      path: '/webhooks/{webhook}',
      summary: 'Change URL, events or description of a webhook, or switch it on or off',
      access: write,
      body: updateWebhookBody,
      errors: [not_found, integrationErrors.address_refused],
      status: 200,
      reply: webhookView,
    },
    deleteWebhook: {
      method: 'DELETE',
      path: '/webhooks/{webhook}',
      summary: 'Delete a webhook with its secret',
      access: write,
      errors: [not_found],
      status: 204,
    },
    rotateWebhookSecret: {
      method: 'POST',
      path: '/webhooks/{webhook}/rotate',
      summary: 'Replace the secret; the new one is shown only in this answer, and the old one also signs for 24 hours',
      access: write,
      errors: [not_found],
      status: 200,
      reply: webhookWithSecretView,
    },
    listWebhookDeliveries: {
      method: 'GET',
      path: '/webhooks/{webhook}/deliveries',
      summary: 'List the deliveries to a webhook, posted and failed, latest event first',
      access: read,
      query: listNotificationsQuery,
      errors: [not_found],
      status: 200,
      reply: listOf(notificationView),
    },
    redeliverWebhookDelivery: {
      method: 'POST',
      path: '/webhooks/{webhook}/deliveries/{delivery}/redeliver',
      summary: 'Post a failed delivery again, only to this webhook',
      access: write,
      errors: [not_found, notificationErrors.not_found, notificationErrors.not_redeliverable],
      hasRevision: false,
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
      impact: 'People cannot see or change webhooks. Events are still posted.',
      environment: z.object({ STAGE, TABLE_NAME, CREDENTIAL_KEY_ID, ALLOWED_OUTBOUND_HOSTS }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'credentials:seal', 'credentials:open'],
    },
    events: {
      impact: 'Receivers that answer 410 Gone still get events.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update'],
      memoryMb: 512,
    },
  },
});
