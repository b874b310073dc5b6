// Reads and writes of a tenant's switches of notifications. Writes are returned, not sent.
import { baseErrors } from '../_base/conflicts.ts';
import type { TenantId } from '../_base/ids.ts';
import { putItem, type Table, updateItem, type Write } from '../_base/table/table.ts';
import { createNotificationSettingsEntity, type NotificationSettingsItem } from './notification-settings.entity.ts';

export type NotificationSettingsRepo = ReturnType<typeof createNotificationSettingsRepo>;

export function createNotificationSettingsRepo({ client, name }: Table) {
  const settings = createNotificationSettingsEntity(name);
  return {
    /** Undefined while nobody has changed them. */
    async get(tenantId: TenantId): Promise<NotificationSettingsItem | undefined> {
      const { data } = await settings.get({ tenantId }).go({ client, consistent: true });
      return data ?? undefined;
    },

    /** From `before`, if that is what there is, to `after`, its next revision. */
    save(before: NotificationSettingsItem | undefined, after: NotificationSettingsItem): Write {
      if (!before) return putItem(settings.create(after).params(), baseErrors.conflict());
      const { tenantId, switches, updatedAt, revision } = after;
      const params = settings
        .patch({ tenantId })
        .set({ switches, updatedAt, revision })
        .where((attribute, { eq }) => eq(attribute.revision, before.revision))
        .params();
      return updateItem(params, baseErrors.conflict());
    },
  };
}
