// Errors of people, teams and invitations.
import { errorCatalogue } from '../_base/errors.ts';

export const userErrors = errorCatalogue('user', {
  not_found: { status: 404, title: 'The user does not exist' },
  taken: { status: 409, title: 'Another user has this email or username' },
  last_admin: { status: 409, title: 'A tenant keeps at least one active ADMIN' },
  identity_taken: { status: 409, title: 'A user has this identity at the provider' },
  identity_not_found: { status: 404, title: 'The user does not have this identity' },
  too_many_identities: { status: 409, title: 'A user has at most twenty identities' },
  email_confirmed: { status: 409, title: 'The address of the user is confirmed' },
  confirmation_invalid: { status: 404, title: 'The link is not valid, or no longer' },
  no_sender: { status: 409, title: 'This deployment has no sender of mails about accounts' },
  too_many_mails: { status: 429, title: 'The tenant has sent all the mails about accounts that a day allows' },
});

export const teamErrors = errorCatalogue('team', {
  not_found: { status: 404, title: 'The team does not exist' },
  taken: { status: 409, title: 'Another team has this slug or name' },
  member_not_found: { status: 404, title: 'The user is not in this team' },
  unknown: { status: 422, title: 'A team of the request does not exist' },
  approves: { status: 403, title: 'Nobody but an ADMIN joins a team alone whose members approve promotions' },
});

export const invitationErrors = errorCatalogue('invitation', {
  not_found: { status: 404, title: 'The invitation does not exist, or no longer' },
  user_exists: { status: 409, title: 'A user has this email' },
  pending: { status: 409, title: 'This address has a pending invitation' },
  not_pending: { status: 409, title: 'The invitation is not pending' },
});
