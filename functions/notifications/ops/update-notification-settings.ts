// Replaces the tenant's switches of notifications.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { NotificationSettingsUpdated } from '../../../entities/notifications/events.ts';
import { viewSettings } from '../../../entities/notifications/settings/notification-settings.model.ts';
import type { Ops } from '../deps.ts';

export const updateNotificationSettings: Ops['updateNotificationSettings'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const known = await deps.settings.get(tenantId);
  const before = viewSettings(known);
  assertRevision(call, before);
  const updatedAt = isoOf(caller.at);
  const revision = before.revision + 1;
  const createdAt = known?.createdAt ?? updatedAt;
  const item = { tenantId, switches: body, createdAt, updatedAt, revision, schemaVersion: 1 };
  const after = viewSettings(item);
  return call.save(
    {
      writes: [deps.settings.save(item)],
      events: [NotificationSettingsUpdated.create(caller, tenantId, { revision })],
      audit: {
        action: 'notification_settings.updated',
        resourceType: 'NotificationSettings',
        resourceId: tenantId,
        details: { before, after },
      },
    },
    { body: after, revision },
  );
};
