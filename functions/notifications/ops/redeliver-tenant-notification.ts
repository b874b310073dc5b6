// Requests the redelivery of one notification in the tenant's own log.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import { askedAgain, redelivery } from '../../../entities/notifications/redelivery.ts';
import type { Ops } from '../deps.ts';

export const redeliverTenantNotification: Ops['redeliverTenantNotification'] = async (call, deps) => {
  const { caller, params } = call;
  const { tenantId, at } = caller;
  const asked = await deps.notifications.get(tenantId, tenantId, params.notification ?? '', at);
  const { details, ...change } = redelivery(caller, [asked], deps.notifications);
  const audit = { action: 'notification.redelivery_requested', resourceType: 'Tenant', resourceId: tenantId, details };
  return call.save({ ...change, audit }, { body: viewNotification(askedAgain(asked, at)) });
};
