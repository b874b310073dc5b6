// Lists the notifications about a release.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { NotificationsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

type ListReleaseNotifications = Operation<typeof manifest.routes.listReleaseNotifications, NotificationsDeps>;

export const listReleaseNotifications: ListReleaseNotifications = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { release } = await deps.releases.whole(tenantId, call.params.release ?? '');
  const { items, nextCursor } = await deps.notifications.list(tenantId, release.releaseId, call.query, at);
  return { body: { items: items.map(viewNotification), nextCursor } };
};
