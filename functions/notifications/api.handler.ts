// The `api` function of the notifications domain.
import { createNotificationRepo } from '../../entities/notifications/notification.repo.ts';
import { createNotificationSettingsRepo } from '../../entities/notifications/settings/notification-settings.repo.ts';
import { createReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { NotificationsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { getNotificationSettings } from './ops/get-notification-settings.ts';
import { listReleaseNotifications } from './ops/list-release-notifications.ts';
import { listTenantNotifications } from './ops/list-tenant-notifications.ts';
import { listUnsentNotifications } from './ops/list-unsent-notifications.ts';
import { redeliverFailedNotifications } from './ops/redeliver-failed-notifications.ts';
import { redeliverNotification } from './ops/redeliver-notification.ts';
import { redeliverTenantNotification } from './ops/redeliver-tenant-notification.ts';
import { updateNotificationSettings } from './ops/update-notification-settings.ts';

export const operations: Operations<typeof manifest, NotificationsDeps> = {
  getNotificationSettings,
  updateNotificationSettings,
  listReleaseNotifications,
  redeliverNotification,
  listTenantNotifications,
  listUnsentNotifications,
  redeliverTenantNotification,
  redeliverFailedNotifications,
};

export const handler = apiOf(manifest, operations, ({ table }) => ({
  notifications: createNotificationRepo(table),
  settings: createNotificationSettingsRepo(table),
  releases: createReleaseRepo(table),
  releaseNames: createReleaseNamesRepo(table),
}));
