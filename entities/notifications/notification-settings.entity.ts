// A tenant's switches of notifications, one item; without it everything is on.
import { Entity, type EntityItem } from 'electrodb';
import { notificationSettingsKeys } from './notification.keys.ts';

const definition = {
  model: { entity: 'notificationSettings', service: 'windlass', version: '1' },
  attributes: {
    tenantId: { type: 'string', required: true },
    /** By channel and purpose, as `notificationSettingsBody` says. */
    switches: { type: 'any', required: true },
    createdAt: { type: 'string', required: true },
    updatedAt: { type: 'string', required: true },
    revision: { type: 'number', required: true },
    schemaVersion: { type: 'number', required: true },
  },
  indexes: {
    byTenant: {
      pk: { field: 'pk', casing: 'none', composite: ['tenantId'], template: notificationSettingsKeys.pk },
      sk: { field: 'sk', casing: 'none', composite: [], template: notificationSettingsKeys.sk },
    },
  },
} as const;

export const createNotificationSettingsEntity = (table: string) => new Entity(definition, { table });
export type NotificationSettingsItem = EntityItem<ReturnType<typeof createNotificationSettingsEntity>>;
