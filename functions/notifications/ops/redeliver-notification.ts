// Requests the redelivery of one notification of a release.
import { viewNotification } from '../../../entities/notifications/notification.model.ts';
import { askedAgain, redelivery } from '../../../entities/notifications/redelivery.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { NotificationsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

type RedeliverNotification = Operation<typeof manifest.routes.redeliverNotification, NotificationsDeps>;

export const redeliverNotification: RedeliverNotification = async (call, deps) => {
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
