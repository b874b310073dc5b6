// Shows an invitation.
import { viewInvitation } from '../../../entities/people/invitations/invitation.model.ts';
import type { Ops } from '../deps.ts';

export const getInvitation: Ops['getInvitation'] = async ({ caller, params }, { invitations }) => {
  const item = await invitations.get(caller.tenantId, params.invitation ?? '', caller.at);
  return { body: viewInvitation(item, caller.at), revision: item.revision };
};
