// Accepts an invitation with the mailed secret: the person becomes a user with the role and the teams of the invitation.
import { newId, type TenantId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { coversRole } from '../../../entities/access/rights.model.ts';
import { readSecret } from '../../../entities/access/secret.model.ts';
import { invitationErrors } from '../../../entities/people/errors.ts';
import { InvitationAccepted, UserCreated } from '../../../entities/people/events.ts';
import { assertAcceptable } from '../../../entities/people/invitations/invitation.model.ts';
import { userDefinition } from '../../../entities/people/user.entity.ts';
import { viewUser } from '../../../entities/people/user.model.ts';
import { wordsAbout } from '../../_kit/accounts/passwords.ts';
import type { Ops } from '../deps.ts';

export const acceptInvitation: Ops['acceptInvitation'] = async ({ visitor, body }, deps) => {
  const { people, invitations } = deps;
  const { tenant: asked, at, ...sender } = visitor;
  const { secret, password, ...names } = body;
  const [tenant, read] = [await deps.tenants.find(asked), readSecret('wli', secret)];
  if (!tenant || !read) throw invitationErrors.not_found();
  const tenantId = tenant.tenantId as TenantId;
  const invitation = await invitations.find(tenantId, read.invitationId);
  assertAcceptable(invitation, read.hash, at);
  const { invitationId, role, email } = invitation;
  const inviter = await people.membershipOf(tenantId, invitation.invitedBy);
  if (!inviter?.isActive || !coversRole(inviter.role, role)) {
    throw invitationErrors.not_found({
      detail: 'The inviter may not give this role any more. Ask for a new invitation.',
    });
  }
  const teams = await deps.teams.getMany(tenantId, invitation.teamIds);
  deps.hashing.assertAcceptable('password', password, wordsAbout({ ...names, email }, tenant));
  const userId = newId<'User'>();
  const createdAt = isoOf(at);
  const user = { tenantId, userId, email, ...names, role, isEmailConfirmed: true, isActive: true, createdAt };
  const view = viewUser({ ...user, ...firstStamps(userDefinition, createdAt) });
  const actor = { type: 'USER', id: userId, name: names.fullName } as const;
  const caller = { ...sender, tenantId, actor, at };
  await deps.save(caller, {
    writes: [
      ...invitations.end(invitation, at, { status: 'ACCEPTED', userId }),
      ...people.create(tenantId, [{ user }]),
      deps.passwords.set(tenantId, userId, await deps.hashing.hash(userId, password), createdAt),
      ...teams.flatMap(({ teamId }) =>
        deps.teams.addMember({ tenantId, teamId, userId, role: 'MEMBER', joinedAt: createdAt }),
      ),
    ],
    events: [
      InvitationAccepted.create(caller, invitationId, { invitationId }),
      UserCreated.create(caller, userId, { userId }),
    ],
    audit: {
      action: 'invitation.accepted',
      resourceType: 'Invitation',
      resourceId: invitationId,
      details: { user: view, teamIds: teams.map(({ teamId }) => teamId) },
    },
  });
  return { body: view, location: `/users/${userId}` };
};
