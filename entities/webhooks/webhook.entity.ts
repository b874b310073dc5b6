// The outgoing webhook, and beside it its sealed secrets.
import { Entity, type EntityItem } from 'electrodb';
import { webhookKeys, webhookSecretKeys } from './webhook.keys.ts';
import { DISABLED_REASONS } from './webhook.model.ts';

const model = (entity: string) => ({ entity, service: 'windlass', version: '1' });
const composite = (keys: { readonly pk: string; readonly sk: string }) =>
  ({
    byId: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: keys.pk },
      sk: { field: 'sk', casing: 'none', composite: ['webhookId'], template: keys.sk },
    },
  }) as const;

export const createWebhookEntity = (table: string) =>
  new Entity(
    {
      model: model('webhook'),
      attributes: {
        tenantId: { type: 'string', required: true },
        webhookId: { type: 'string', required: true },
        url: { type: 'string', required: true },
        events: { type: 'list', items: { type: 'string' }, required: true },
        description: { type: 'string' },
        isActive: { type: 'boolean', required: true },
        disabledReason: { type: DISABLED_REASONS },
        createdAt: { type: 'string', required: true },
        updatedAt: { type: 'string', required: true },
        revision: { type: 'number', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: composite(webhookKeys),
    } as const,
    { table },
  );

export const createWebhookSecretEntity = (table: string) =>
  new Entity(
    {
      model: model('webhookSecret'),
      attributes: {
        tenantId: { type: 'string', required: true },
        webhookId: { type: 'string', required: true },
        /** Base64 of the KMS ciphertext of `webhookSecrets`; see functions/_kit/sealer.ts. */
        sealed: { type: 'string', required: true },
        schemaVersion: { type: 'number', required: true },
      },
      indexes: composite(webhookSecretKeys),
    } as const,
    { table },
  );

export type WebhookItem = EntityItem<ReturnType<typeof createWebhookEntity>>;
