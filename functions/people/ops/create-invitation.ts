// Invites somebody by mail to become a member with a role, and to join teams. The consumer of InvitationRequested mails the link.
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { invitationErrors, teamErrors } from '../../../entities/people/errors.ts';
import { InvitationRequested } from '../../../entities/people/events.ts';
import { invitationDefinition } from '../../../entities/people/invitations/invitation.entity.ts';
import { validFrom, viewInvitation } from '../../../entities/people/invitations/invitation.model.ts';
import { assertMayGrant } from '../../../entities/people/rights.model.ts';
import { assertSendsMail } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const createInvitation: Ops['createInvitation'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId, at } = caller;
  assertMayGrant(caller, body.role);
  assertSendsMail(deps);
  const teams = await deps.teams.getMany(tenantId, body.teamIds);
  const known = new Set(teams.map(({ teamId }) => teamId));
  const unknown = body.teamIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `teamIds[${index}]`, code: 'team.unknown', message: 'is not the id of a team' }],
  );
  if (unknown.length > 0) throw teamErrors.unknown({ fields: unknown });
  const invitationId = newId<'Invitation'>();
  const createdAt = isoOf(at);
  const status = 'PENDING' as const;
  const item = { tenantId, invitationId, ...body, status, invitedBy: caller.actor.id, ...validFrom(at), createdAt };
  const view = viewInvitation({ ...item, ...firstStamps(invitationDefinition, createdAt) }, at);
  return call.save(
    {
      writes: [
        ...deps.invitations.create(item, at),
        deps.people.checkEmailFree(tenantId, body.email, invitationErrors.user_exists()),
        deps.invitations.countMail(tenantId, at),
      ],
      events: [InvitationRequested.create(caller, invitationId, { invitationId })],
      audit: {
        action: 'invitation.created',
        resourceType: 'Invitation',
        resourceId: invitationId,
        details: { after: view },
      },
    },
    { body: view, revision: view.revision, location: `/invitations/${invitationId}` },
  );
};
