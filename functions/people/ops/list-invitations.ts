// Lists the invitations of the tenant, newest first.
import { viewInvitation } from '../../../entities/people/invitations/invitation.model.ts';
import type { Ops } from '../deps.ts';

export const listInvitations: Ops['listInvitations'] = async ({ caller, query }, { invitations }) => {
  const { items, nextCursor } = await invitations.list(caller.tenantId, query.status, query, caller.at);
  return { body: { items: items.map((item) => viewInvitation(item, caller.at)), nextCursor } };
};
