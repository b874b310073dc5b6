// Revokes a pending invitation: its link is not valid any more, and the address may be invited again.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { InvitationRevoked } from '../../../entities/people/events.ts';
import { assertPending, viewInvitation } from '../../../entities/people/invitations/invitation.model.ts';
import type { Ops } from '../deps.ts';

export const revokeInvitation: Ops['revokeInvitation'] = async (call, { invitations }) => {
  const { caller } = call;
  const { at } = caller;
  const before = await invitations.get(caller.tenantId, call.params.invitation ?? '', at);
  assertRevision(call, before);
  assertPending(before);
  const { invitationId } = before;
  const changes = { status: 'REVOKED' } as const;
  const view = viewInvitation({ ...before, ...changes, revision: before.revision + 1, updatedAt: isoOf(at) }, at);
  return call.save(
    {
      writes: invitations.end(before, at, changes),
      events: [InvitationRevoked.create(caller, invitationId, { invitationId })],
      audit: {
        action: 'invitation.revoked',
        resourceType: 'Invitation',
        resourceId: invitationId,
        details: { before: viewInvitation(before, at) },
      },
    },
    { body: view, revision: view.revision },
  );
};
