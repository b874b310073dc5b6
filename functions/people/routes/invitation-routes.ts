// The routes of invitations. Part of the manifest.
import { listOf } from '../../../entities/_base/list.ts';
import {
  acceptInvitationBody,
  createInvitationBody,
  invitationView,
  listInvitationsQuery,
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
  },
  listInvitations: {
    method: 'GET',
    path: '/invitations',
    summary: 'List the invitations, newest first',
    access: read,
    query: listInvitationsQuery,
    status: 200,
    reply: listOf(invitationView),
  },
  getInvitation: {
    method: 'GET',
    path: '/invitations/{invitation}',
    summary: 'Show an invitation',
    access: read,
    status: 200,
    reply: invitationView,
  },
  resendInvitation: {
    method: 'POST',
    path: '/invitations/{invitation}/resend',
    summary: 'Mail a new link for a pending invitation; earlier links are not valid any more',
    access: lead,
    status: 200,
    reply: invitationView,
  },
  revokeInvitation: {
    method: 'POST',
    path: '/invitations/{invitation}/revoke',
    summary: 'Revoke a pending invitation',
    access: lead,
    status: 200,
    reply: invitationView,
  },
  acceptInvitation: {
    method: 'POST',
    path: '/invitations/accept',
    summary: 'Become a member with the secret of an invitation',
    access: 'OPEN',
    body: acceptInvitationBody,
    status: 201,
    reply: userView,
  },
} as const;
