// Users, teams and invitations as operations answer them: with the actions that the caller may do now. Pure.
import { userErrors } from '../../entities/people/errors.ts';
import {
  assertPending,
  type InvitationAction,
  type InvitationFacts,
  viewInvitation,
} from '../../entities/people/invitations/invitation.model.ts';
import { assertMayGrant } from '../../entities/people/rights.model.ts';
import { type TeamAction, type TeamFacts, viewTeam } from '../../entities/people/teams/team.model.ts';
import {
  assertSelfOrAdmin,
  assertUnconfirmed,
  type UserAction,
  type UserFacts,
  viewUser,
} from '../../entities/people/user.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import type { PeopleDeps } from './deps.ts';
import { manifest } from './manifest.ts';

type Mailing = Pick<PeopleDeps, 'sendsMail'>;

/** Throws `user.no_sender` in a deployment that sends no mails about accounts. */
export function assertSendsMail({ sendsMail }: Mailing): void {
  if (!sendsMail) throw userErrors.no_sender();
}

/** Throws `user.not_found` for a user without a role. */
export function assertIsMember({ role }: Pick<UserFacts, 'role'>): void {
  if (role === undefined) throw userErrors.not_found({ detail: 'The user is not a member.' });
}

/** `isLastAdmin`: no other ADMIN of the tenant is active. */
export function showUser(caller: Caller, user: UserFacts, isLastAdmin: boolean, deps: Mailing) {
  const assertOthers = () => {
    if (isLastAdmin) throw userErrors.last_admin();
  };
  return {
    ...viewUser(user),
    actions: actionsOf<UserAction>(caller, manifest, {
      updateUser: () => assertSelfOrAdmin(caller, user.userId),
      setMembership: () => assertMayGrant(caller, 'VIEWER'),
      removeMembership: () => {
        assertSelfOrAdmin(caller, user.userId);
        assertIsMember(user);
        assertOthers();
      },
      requestEmailConfirmation: () => {
        assertSelfOrAdmin(caller, user.userId);
        assertSendsMail(deps);
        assertUnconfirmed(user);
      },
      removeUser: assertOthers,
    }),
  };
}

export const showTeam = (caller: Caller, team: TeamFacts) => ({
  ...viewTeam(team),
  actions: actionsOf<TeamAction>(caller, manifest, {
    updateTeam: always,
    setTeamMember: always,
    deleteTeam: always,
  }),
});

export const showInvitation = (caller: Caller, item: InvitationFacts, deps: Mailing) => ({
  ...viewInvitation(item, caller.at),
  actions: actionsOf<InvitationAction>(caller, manifest, {
    resendInvitation: () => {
      assertMayGrant(caller, item.role);
      assertPending(item);
      assertSendsMail(deps);
    },
    revokeInvitation: () => assertPending(item),
  }),
});
