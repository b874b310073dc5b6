// Requests the redelivery of a page of failed notifications, about any subject.
import { notificationIdOf } from '../../../entities/notifications/notification.model.ts';
import { redelivery } from '../../../entities/notifications/redelivery.ts';
import type { Ops } from '../deps.ts';

export const redeliverFailedNotifications: Ops['redeliverFailedNotifications'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const { items, nextCursor } = await deps.notifications.listFailed(tenantId, body, caller.at);
  const asked = items.filter(({ event }) => event !== undefined);
  const shown = asked.map((one) => ({ id: notificationIdOf(one), subjectId: one.subjectId }));
  const reply = { body: { items: shown, nextCursor } };
  if (asked.length === 0) return reply;
  const owner = { resourceType: 'Tenant', resourceId: tenantId } as const;
  return call.save(redelivery(caller, owner, asked, deps.notifications), reply);
};
