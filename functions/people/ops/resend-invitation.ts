// Mails a new link for a pending invitation, which is valid as long as a first one. Earlier links are not valid any more.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { InvitationRequested } from '../../../entities/people/events.ts';
import { assertPending, validFrom, viewInvitation } from '../../../entities/people/invitations/invitation.model.ts';
import { assertMayGrant } from '../../../entities/people/rights.model.ts';
import { assertSendsMail } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const resendInvitation: Ops['resendInvitation'] = async (call, deps) => {
  const { caller } = call;
  const { tenantId, at } = caller;
  const before = await deps.invitations.get(tenantId, call.params.invitation ?? '', at);
  assertRevision(call, before);
  assertMayGrant(caller, before.role);
  assertPending(before);
  assertSendsMail(deps);
  const { invitationId } = before;
  const changes = { ...validFrom(at), invitedBy: caller.actor.id, secretHash: undefined };
  const view = viewInvitation({ ...before, ...changes, revision: before.revision + 1, updatedAt: isoOf(at) }, at);
  return call.save(
    {
      writes: [...deps.invitations.renew(before, at, changes), deps.invitations.countMail(tenantId, at)],
      events: [InvitationRequested.create(caller, invitationId, { invitationId })],
      audit: {
        action: 'invitation.resent',
        resourceType: 'Invitation',
        resourceId: invitationId,
        details: { before: viewInvitation(before, at), after: view },
      },
    },
    { body: view, revision: view.revision },
  );
};
