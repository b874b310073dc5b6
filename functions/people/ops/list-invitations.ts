// Lists the invitations of the tenant, newest first.
import { showInvitation } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listInvitations: Ops['listInvitations'] = async ({ caller, query }, deps) => {
  const { items, nextCursor } = await deps.invitations.list(caller.tenantId, query.status, query, caller.at);
  return { body: { items: items.map((item) => showInvitation(caller, item, deps)), nextCursor } };
};
