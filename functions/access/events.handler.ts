// The `events` function of the access domain: mails about passwords, and deletes the credentials of removed users.
import { createApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import { PasswordChanged, PasswordResetRequested } from '../../entities/access/events.ts';
import { createPasskeyRepo } from '../../entities/access/passkeys/passkey.repo.ts';
import { createPasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import { createProviderRepo } from '../../entities/access/providers/provider.repo.ts';
import { createSessionRepo } from '../../entities/access/session.repo.ts';
import { UserRemoved } from '../../entities/people/events.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { accountMailer } from '../_adapters/email/account-mail.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { connectMailer } from '../_kit/outbound/mailer.ts';
import type { AccessEventsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { onPasswordChanged } from './on/password-changed.ts';
import { onPasswordResetRequested } from './on/password-reset-requested.ts';
import { onUserRemoved } from './on/user-removed.ts';

export const consumers: Consumers<AccessEventsDeps> = {
  events: {
    [PasswordChanged.type]: onPasswordChanged,
    [PasswordResetRequested.type]: onPasswordResetRequested,
    [UserRemoved.type]: onUserRemoved,
  },
};

export const handler = eventsOf(manifest, consumers, ({ environment, table, now }) => ({
  tenants: createTenantRepo(table),
  people: createPeopleRepo(table),
  passwords: createPasswordRepo(table),
  passkeys: createPasskeyRepo(table),
  providers: createProviderRepo(table),
  sessions: createSessionRepo(table),
  apiTokens: createApiTokenRepo(table),
  sendsMail: environment.SYSTEM_MAIL_FROM !== '',
  mail: accountMailer(connectMailer(), environment.SYSTEM_MAIL_FROM, environment.PUBLIC_URL),
  now,
}));
