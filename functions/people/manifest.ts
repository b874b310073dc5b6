// The people domain: users with their roles and identities, teams, and invitations.

import * as z from 'zod';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import { teamErrors, userErrors } from '../../entities/people/errors.ts';
import {
  EmailConfirmationRequested,
  InvitationRequested,
  TeamDeleted,
  UserRemoved,
} from '../../entities/people/events.ts';
import { addIdentityBody, identityView } from '../../entities/people/identity.model.ts';
import { MEMBER_ROLES } from '../../entities/people/rights.model.ts';
import {
  createUserBody,
  listUsersQuery,
  memberView,
  shownUserView,
  updateUserBody,
  userView,
} from '../../entities/people/user.model.ts';
import { defineManifest } from '../_kit/manifest.ts';
import { invitationRoutes } from './routes/invitation-routes.ts';
import { teamRoutes } from './routes/team-routes.ts';

const { STAGE, TABLE_NAME, SYSTEM_MAIL_FROM, PUBLIC_URL, ALLOW_COMMON_PASSWORDS } = environment;
const read = { role: 'VIEWER', scope: 'people:read' } as const;
/** Of oneself; the operations ask for more where the user is another. */
const own = { role: 'VIEWER', scope: 'people:write' } as const;
const admin = { role: 'ADMIN', scope: 'people:write' } as const;

export const manifest = defineManifest({
  domain: 'people',
  routes: {
    listMembers: {
      method: 'GET',
      path: '/members',
      summary: 'List the members of the tenant with their roles, for example to choose a release pilot',
      access: { ...read, ci: true },
      query: listUsersQuery,
      status: 200,
      reply: listOf(memberView),
      errors: [teamErrors.not_found],
    },
    setMembership: {
      method: 'PUT',
      path: '/members/{user}',
      summary: 'Give a user a role: a member another one, a former member one again',
      access: admin,
      body: z.strictObject({ role: z.enum(MEMBER_ROLES) }),
      status: 200,
      reply: userView,
      errors: [userErrors.not_found, userErrors.last_admin],
    },
    removeMembership: {
      method: 'DELETE',
      path: '/members/{user}',
      summary: 'Leave the tenant, or remove another member as ADMIN; the user stays, without a role',
      access: own,
      status: 204,
      errors: [userErrors.not_found, userErrors.last_admin],
    },
    createUser: {
      method: 'POST',
      path: '/users',
      summary: 'Create a user with a role; people outside are better invited',
      access: admin,
      body: createUserBody,
      status: 201,
      reply: userView,
      errors: [userErrors.taken, userErrors.too_many_mails],
    },
    listUsers: {
      method: 'GET',
      path: '/users',
      summary: 'List the users of the tenant, active ones first, by name',
      access: read,
      query: listUsersQuery,
      status: 200,
      reply: listOf(userView),
      errors: [teamErrors.not_found],
    },
    getUser: {
      method: 'GET',
      path: '/users/{user}',
      summary: 'Show a user, by id or username',
      access: read,
      status: 200,
      reply: shownUserView,
      errors: [userErrors.not_found],
    },
    updateUser: {
      method: 'PATCH',
      path: '/users/{user}',
      summary: 'Change your own names and address, or those and the activity of others as ADMIN',
      access: own,
      body: updateUserBody,
      status: 200,
      reply: userView,
      errors: [
        userErrors.not_found,
        userErrors.taken,
        userErrors.last_admin,
        userErrors.no_sender,
        userErrors.too_many_mails,
      ],
    },
    removeUser: {
      method: 'DELETE',
      path: '/users/{user}',
      summary: 'Remove a user with everything that belongs to it; the audit entries stay',
      access: admin,
      status: 204,
      errors: [userErrors.not_found, userErrors.last_admin],
    },
    requestEmailConfirmation: {
      method: 'POST',
      path: '/users/{user}/email-confirmation',
      summary: 'Mail the link that confirms the address of a user again',
      access: own,
      status: 202,
      reply: userView,
      errors: [userErrors.not_found, userErrors.email_confirmed, userErrors.no_sender, userErrors.too_many_mails],
    },
    confirmEmail: {
      method: 'POST',
      path: '/email-confirmations',
      summary: 'Confirm an address with the secret that was mailed to it',
      access: 'OPEN',
      body: z.strictObject({ secret: z.string().min(1).max(200).describe('The part of the mailed link after #') }),
      status: 204,
      errors: [userErrors.confirmation_invalid, userErrors.taken, baseErrors.conflict],
    },
    listIdentities: {
      method: 'GET',
      path: '/users/{user}/identities',
      summary: 'List the identities of a user at providers, in one page',
      access: read,
      status: 200,
      reply: listOf(identityView),
      errors: [userErrors.not_found],
    },
    addIdentity: {
      method: 'POST',
      path: '/users/{user}/identities',
      summary: 'Add your account at a source code host, or any identity of a user as ADMIN',
      access: own,
      body: addIdentityBody,
      hasRevision: false,
      status: 201,
      reply: identityView,
      errors: [userErrors.not_found, userErrors.identity_taken, userErrors.too_many_identities],
    },
    removeIdentity: {
      method: 'DELETE',
      path: '/users/{user}/identities/{identity}',
      summary: 'Remove an identity of yours, or of another user as ADMIN',
      access: own,
      hasRevision: false,
      status: 204,
      errors: [userErrors.not_found, userErrors.identity_not_found],
    },
    ...teamRoutes,
    ...invitationRoutes,
  },
  subscriptions: {
    mails: {
      source: [InvitationRequested.source],
      detailTypes: [EmailConfirmationRequested.type, InvitationRequested.type],
    },
    removals: { source: [UserRemoved.source], detailTypes: [UserRemoved.type, TeamDeleted.type] },
  },
  tasks: {},
  lambdas: {
    api: {
      impact: 'People cannot see or change who is in their tenant, and cannot accept invitations.',
      environment: z.object({ STAGE, TABLE_NAME, SYSTEM_MAIL_FROM, ALLOW_COMMON_PASSWORDS }),
      documents: ['commonPasswords'],
      // A whole virtual CPU, as for sign-in: bcrypt hashes the first password of a user.
      memoryMb: 1769,
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'table:check'],
    },
    events: {
      impact:
        'Invitations and confirmations of addresses are not mailed, and removed users still count in their teams.',
      environment: z.object({ TABLE_NAME, SYSTEM_MAIL_FROM, PUBLIC_URL }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'mail:send'],
    },
  },
});
