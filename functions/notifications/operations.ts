// The operations of the notifications domain, one per route of its manifest.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { NotificationsDeps } from './deps.ts';
import type { manifest } from './manifest.ts';
import { getNotificationSettings } from './ops/get-notification-settings.ts';
import { listReleaseNotifications } from './ops/list-release-notifications.ts';
import { redeliverFailedNotifications } from './ops/redeliver-failed-notifications.ts';
import { redeliverNotification } from './ops/redeliver-notification.ts';
import { updateNotificationSettings } from './ops/update-notification-settings.ts';

export const operations: Operations<typeof manifest, NotificationsDeps> = {
  getNotificationSettings,
  updateNotificationSettings,
  listReleaseNotifications,
  redeliverNotification,
  redeliverFailedNotifications,
};
