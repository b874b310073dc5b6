// Answers the tenant's switches of notifications.
import { viewSettings } from '../../../entities/notifications/settings/notification-settings.model.ts';
import type { Ops } from '../deps.ts';

export const getNotificationSettings: Ops['getNotificationSettings'] = async (call, deps) => {
  const view = viewSettings(await deps.settings.get(call.caller.tenantId));
  return { body: view, revision: view.revision };
};
