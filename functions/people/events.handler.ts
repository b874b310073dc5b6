// The `events` function of the people domain: mails invitations and confirmations, and cleans up after removals.

import {
  EmailConfirmationRequested,
  InvitationRequested,
  TeamDeleted,
  UserRemoved,
} from '../../entities/people/events.ts';
import { createInvitationRepo } from '../../entities/people/invitations/invitation.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { accountMailer } from '../_adapters/email/account-mail.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { connectMailer } from '../_kit/outbound/mailer.ts';
import type { PeopleEventsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { onEmailConfirmationRequested } from './on/email-confirmation-requested.ts';
import { onInvitationRequested } from './on/invitation-requested.ts';
import { onTeamDeleted } from './on/team-deleted.ts';
import { onUserRemoved } from './on/user-removed.ts';

export const consumers: Consumers<PeopleEventsDeps> = {
  events: {
    [EmailConfirmationRequested.type]: onEmailConfirmationRequested,
    [InvitationRequested.type]: onInvitationRequested,
    [TeamDeleted.type]: onTeamDeleted,
    [UserRemoved.type]: onUserRemoved,
  },
};

export const handler = eventsOf(manifest, consumers, ({ environment, table, save, now }) => ({
  people: createPeopleRepo(table),
  teams: createTeamRepo(table),
  invitations: createInvitationRepo(table),
  tenants: createTenantRepo(table),
  save,
  now,
  mail: accountMailer(connectMailer(), environment.SYSTEM_MAIL_FROM, environment.PUBLIC_URL),
}));
