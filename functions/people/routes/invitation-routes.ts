// The routes of invitations. Part of the manifest.

import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { listOf } from '../../../entities/_base/list.ts';
import { invitationErrors, teamErrors, userErrors } from '../../../entities/people/errors.ts';
import {
  acceptInvitationBody,
  createInvitationBody,
  invitationView,
  listInvitationsQuery,
  shownInvitationView,
} from '../../../entities/people/invitations/invitation.model.ts';
import { userView } from '../../../entities/people/user.model.ts';

const read = { role: 'LEAD', scope: 'people:read' } as const;
const lead = { role: 'LEAD', scope: 'people:write' } as const;

export const invitationRoutes = {
  createInvitation: {
    method: 'POST',
    path: '/invitations',
    summary: 'Invite somebody by mail to become a member; the role is at most your own',
    access: lead,
    body: createInvitationBody,
    status: 201,
    reply: invitationView,
    errors: [
      invitationErrors.pending,
      invitationErrors.user_exists,
      teamErrors.unknown,
      userErrors.no_sender,
      userErrors.too_many_mails,
    ],
  },
  listInvitations: {
    method: 'GET',
    path: '/invitations',
    summary: 'List the invitations, newest first',
    access: read,
    query: listInvitationsQuery,
    status: 200,
    reply: listOf(shownInvitationView),
  },
  getInvitation: {
    method: 'GET',
    path: '/invitations/{invitation}',
    summary: 'Show an invitation',
    access: read,
    status: 200,
    reply: shownInvitationView,
    errors: [invitationErrors.not_found],
  },
  resendInvitation: {
    method: 'POST',
    path: '/invitations/{invitation}/resend',
    summary: 'Mail a new link for a pending invitation; earlier links are not valid any more',
    access: lead,
    status: 200,
    reply: invitationView,
    errors: [invitationErrors.not_found, invitationErrors.not_pending, userErrors.no_sender, userErrors.too_many_mails],
  },
  revokeInvitation: {
    method: 'POST',
    path: '/invitations/{invitation}/revoke',
    summary: 'Revoke a pending invitation',
    access: lead,
    status: 200,
    reply: invitationView,
    errors: [invitationErrors.not_found, invitationErrors.not_pending],
  },
  acceptInvitation: {
    method: 'POST',
    path: '/invitations/accept',
    summary: 'Become a member with the secret of an invitation',
    access: 'OPEN',
    body: acceptInvitationBody,
    status: 201,
    reply: userView,
    errors: [invitationErrors.not_found, invitationErrors.not_pending, userErrors.taken, baseErrors.conflict],
  },
} as const;
