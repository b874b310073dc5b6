// The `events` function of the access domain: mails about passwords.
import { PasswordChanged, PasswordResetRequested } from '../../entities/access/events.ts';
import { createPasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { accountMailer } from '../_adapters/email/account-mail.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { connectMailer } from '../_kit/outbound/mailer.ts';
import type { AccessEventsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { onPasswordChanged } from './on/password-changed.ts';
import { onPasswordResetRequested } from './on/password-reset-requested.ts';

export const consumers: Consumers<AccessEventsDeps> = {
  events: {
    [PasswordChanged.type]: onPasswordChanged,
    [PasswordResetRequested.type]: onPasswordResetRequested,
  },
};

export const handler = eventsOf(manifest, consumers, ({ environment, table, now }) => ({
  tenants: createTenantRepo(table),
  people: createPeopleRepo(table),
  passwords: createPasswordRepo(table),
  sendsMail: environment.SYSTEM_MAIL_FROM !== '',
  mail: accountMailer(connectMailer(), environment.SYSTEM_MAIL_FROM, environment.PUBLIC_URL),
  now,
}));
