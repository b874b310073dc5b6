// Answers the tenant's switches of notifications.
import { viewSettings } from '../../../entities/notifications/settings/notification-settings.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { NotificationsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

type GetNotificationSettings = Operation<typeof manifest.routes.getNotificationSettings, NotificationsDeps>;

export const getNotificationSettings: GetNotificationSettings = async (call, deps) => {
  const view = viewSettings(await deps.settings.get(call.caller.tenantId));
  return { body: view, revision: view.revision };
};
