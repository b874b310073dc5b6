// Lists the tenant's notifications that are not about a release.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import type { Ops } from '../deps.ts';

export const listTenantNotifications: Ops['listTenantNotifications'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { items, nextCursor } = await deps.notifications.list(tenantId, tenantId, call.query, at);
  return { body: { items: items.map(viewNotification), nextCursor } };
};
