// Events of people, teams and invitations. They hold ids alone.
import * as z from 'zod';
import { defineEvent } from '../_base/events.ts';

const ofUser = () => z.object({ userId: z.string() });
const ofTeam = () => z.object({ teamId: z.string() });
const ofMember = () => z.object({ teamId: z.string(), userId: z.string() });
const ofInvitation = () => z.object({ invitationId: z.string() });

export const UserCreated = defineEvent('people', 'UserCreated', 1, ofUser);
/** Names, activity, or identities of the user. */
export const UserUpdated = defineEvent('people', 'UserUpdated', 1, ofUser);
/** The user does not exist any more; data that belongs to it is removed, and references to it are cleared. */
export const UserRemoved = defineEvent('people', 'UserRemoved', 1, ofUser);
/** A link that confirms an address of the user is wanted. */
export const EmailConfirmationRequested = defineEvent('people', 'EmailConfirmationRequested', 1, ofUser, {
  isPublic: false,
});
/** The user has another role, or none. */
export const MembershipChanged = defineEvent('people', 'MembershipChanged', 1, ofUser);
export const TeamCreated = defineEvent('people', 'TeamCreated', 1, ofTeam);
export const TeamUpdated = defineEvent('people', 'TeamUpdated', 1, ofTeam);
/** The team does not exist any more; references to it are cleared. */
export const TeamDeleted = defineEvent('people', 'TeamDeleted', 1, ofTeam);
export const TeamMemberChanged = defineEvent('people', 'TeamMemberChanged', 1, ofMember);
export const TeamMemberRemoved = defineEvent('people', 'TeamMemberRemoved', 1, ofMember);
/** A mail with the link to accept it is wanted, for the first time or again. */
export const InvitationRequested = defineEvent('people', 'InvitationRequested', 1, ofInvitation, { isPublic: false });
export const InvitationAccepted = defineEvent('people', 'InvitationAccepted', 1, ofInvitation);
export const InvitationRevoked = defineEvent('people', 'InvitationRevoked', 1, ofInvitation);
