// Requests the redelivery of one notification of a release.
import { redeliveryOf } from '../../../entities/notifications/redelivery.ts';
import { showOfRelease } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const redeliverNotification: Ops['redeliverNotification'] = async (call, deps) => {
  const { release } = await deps.releases.whole(call.caller.tenantId, call.params.release ?? '');
  const owner = { resourceType: 'Release', resourceId: release.releaseId } as const;
  const { change, after } = await redeliveryOf(call.caller, owner, call.params.notification ?? '', deps.notifications);
  return call.save(change, { body: showOfRelease(call.caller, after) });
};
