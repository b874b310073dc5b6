// Requests the redelivery of one notification in the tenant's own log.
import { redeliveryOf } from '../../../entities/notifications/redelivery.ts';
import { showOfTenant } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const redeliverTenantNotification: Ops['redeliverTenantNotification'] = async (call, deps) => {
  const owner = { resourceType: 'Tenant', resourceId: call.caller.tenantId } as const;
  const { change, after } = await redeliveryOf(call.caller, owner, call.params.notification ?? '', deps.notifications);
  return call.save(change, { body: showOfTenant(call.caller, after) });
};
