// Reads and writes of a tenant's switches of notifications. Writes are returned, not sent.
import type { TenantId } from '../_base/ids.ts';
import { itemsOf } from '../_base/table/items.ts';
import type { Table, Write } from '../_base/table/table.ts';
import { type NotificationSettingsItem, notificationSettingsDefinition } from './notification.entity.ts';

export type NotificationSettingsRepo = ReturnType<typeof createNotificationSettingsRepo>;

export function createNotificationSettingsRepo(table: Table) {
  const settings = itemsOf(table, notificationSettingsDefinition);
  return {
    /** Undefined while nobody has changed them. */
    get: (tenantId: TenantId): Promise<NotificationSettingsItem | undefined> => settings.find({ tenantId }),

    /** Fails when somebody else saved the revision before. */
    save: (after: NotificationSettingsItem): Write => settings.next(after),
  };
}
