// The dependencies of the operations on notifications, made once at cold start by api.handler.ts and replaced in tests.
import type { NotificationRepo } from '../../entities/notifications/notification.repo.ts';
import type { NotificationSettingsRepo } from '../../entities/notifications/settings/notification-settings.repo.ts';
import type { ReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';

export interface NotificationsDeps {
  readonly notifications: NotificationRepo;
  readonly settings: NotificationSettingsRepo;
  readonly releases: ReleaseRepo;
  readonly releaseNames: ReleaseNamesRepo;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, NotificationsDeps>;
