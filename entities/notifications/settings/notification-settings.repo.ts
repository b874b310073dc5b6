// Reads and writes of a tenant's switches of notifications. Writes are returned for a transaction.
import type { TenantId } from '../../_base/ids.ts';
import { itemsOf } from '../../_base/table/items.ts';
import type { Table, Write } from '../../_base/table/table.ts';
import { type NotificationSettingsItem, notificationSettingsDefinition } from '../notification.entity.ts';

export type NotificationSettingsRepo = ReturnType<typeof createNotificationSettingsRepo>;

export function createNotificationSettingsRepo(table: Table) {
  const settings = itemsOf(table, notificationSettingsDefinition);
  return {
    /** Undefined until the first change. */
    get: (tenantId: TenantId): Promise<NotificationSettingsItem | undefined> => settings.find({ tenantId }),

    /** Fails if another request saved this revision first. */
    save: (after: NotificationSettingsItem): Write => settings.next(after),
  };
}
