// Lists the tenant's notifications that are not about a release.

import { showOfTenant } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listTenantNotifications: Ops['listTenantNotifications'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const { items, nextCursor } = await deps.notifications.list(tenantId, tenantId, call.query, at);
  return { body: { items: items.map((one) => showOfTenant(call.caller, one)), nextCursor } };
};
