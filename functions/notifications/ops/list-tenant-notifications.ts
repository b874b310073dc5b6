// Lists the tenant's notifications that are not about a release.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { NotificationsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

type ListTenantNotifications = Operation<typeof manifest.routes.listTenantNotifications, NotificationsDeps>;

export const listTenantNotifications: ListTenantNotifications = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { items, nextCursor } = await deps.notifications.list(tenantId, tenantId, call.query, at);
  return { body: { items: items.map(viewNotification), nextCursor } };
};
