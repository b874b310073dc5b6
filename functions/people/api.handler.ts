// The `api` function of the people domain.

import { createPasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createInvitationRepo } from '../../entities/people/invitations/invitation.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createPasswords } from '../_kit/accounts/passwords.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { PeopleDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { acceptInvitation } from './ops/accept-invitation.ts';
import { addIdentity } from './ops/add-identity.ts';
import { confirmEmail } from './ops/confirm-email.ts';
import { createInvitation } from './ops/create-invitation.ts';
import { createTeam } from './ops/create-team.ts';
import { createUser } from './ops/create-user.ts';
import { deleteTeam } from './ops/delete-team.ts';
import { getInvitation } from './ops/get-invitation.ts';
import { getTeam } from './ops/get-team.ts';
import { getUser } from './ops/get-user.ts';
import { listIdentities } from './ops/list-identities.ts';
import { listInvitations } from './ops/list-invitations.ts';
import { listMembers } from './ops/list-members.ts';
import { listTeamMembers } from './ops/list-team-members.ts';
import { listTeams } from './ops/list-teams.ts';
import { listUserTeams } from './ops/list-user-teams.ts';
import { listUsers } from './ops/list-users.ts';
import { removeIdentity } from './ops/remove-identity.ts';
import { removeMembership } from './ops/remove-membership.ts';
import { removeTeamMember } from './ops/remove-team-member.ts';
import { removeUser } from './ops/remove-user.ts';
import { requestEmailConfirmation } from './ops/request-email-confirmation.ts';
import { resendInvitation } from './ops/resend-invitation.ts';
import { revokeInvitation } from './ops/revoke-invitation.ts';
import { setMembership } from './ops/set-membership.ts';
import { setTeamMember } from './ops/set-team-member.ts';
import { updateTeam } from './ops/update-team.ts';
import { updateUser } from './ops/update-user.ts';

export const operations: Operations<typeof manifest, PeopleDeps> = {
  acceptInvitation,
  addIdentity,
  confirmEmail,
  createInvitation,
  createTeam,
  createUser,
  deleteTeam,
  getInvitation,
  getTeam,
  getUser,
  listIdentities,
  listInvitations,
  listMembers,
  listTeamMembers,
  listTeams,
  listUserTeams,
  listUsers,
  removeIdentity,
  removeMembership,
  removeTeamMember,
  removeUser,
  requestEmailConfirmation,
  resendInvitation,
  revokeInvitation,
  setMembership,
  setTeamMember,
  updateTeam,
  updateUser,
};

export const handler = apiOf(manifest, operations, ({ environment, table, save }) => ({
  people: createPeopleRepo(table),
  teams: createTeamRepo(table),
  invitations: createInvitationRepo(table),
  tenants: createTenantRepo(table),
  environments: createEnvironmentRepo(table),
  passwords: createPasswordRepo(table),
  hashing: createPasswords({ allowCommon: environment.ALLOW_COMMON_PASSWORDS === 'true' }),
  save,
  sendsMail: environment.SYSTEM_MAIL_FROM !== '',
}));
