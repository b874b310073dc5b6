// Shows an invitation.
import { showInvitation } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getInvitation: Ops['getInvitation'] = async ({ caller, params }, deps) => {
  const item = await deps.invitations.get(caller.tenantId, params.invitation ?? '', caller.at);
  return { body: showInvitation(caller, item, deps), revision: item.revision };
};
