// Requests the redelivery of one notification of a release.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import { askedAgain, redelivery } from '../../../entities/notifications/redelivery.ts';
import type { Ops } from '../deps.ts';

export const redeliverNotification: Ops['redeliverNotification'] = async (call, deps) => {
  const { caller, params } = call;
  const { release } = await deps.releases.whole(caller.tenantId, params.release ?? '');
  const { tenantId, at } = caller;
  const asked = await deps.notifications.get(tenantId, release.releaseId, params.notification ?? '', at);
  const { details, ...change } = redelivery(caller, [asked], deps.notifications);
  const audit = {
    action: 'notification.redelivery_requested',
    resourceType: 'Release',
    resourceId: release.releaseId,
    details,
  };
  return call.save({ ...change, audit }, { body: viewNotification(askedAgain(asked, at)) });
};
