// The dependencies of operations and consumers of the people domain.

import type { PasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { InvitationRepo } from '../../entities/people/invitations/invitation.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { TeamRepo } from '../../entities/people/teams/team.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { SendAccountMail } from '../_adapters/email/account-mail.ts';
import type { Passwords } from '../_kit/accounts/passwords.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';

export interface PeopleDeps {
  readonly people: PeopleRepo;
  readonly teams: TeamRepo;
  readonly invitations: InvitationRepo;
  readonly tenants: TenantRepo;
  readonly passwords: PasswordRepo;
  readonly environments: Pick<EnvironmentRepo, 'list'>;
  readonly hashing: Passwords;
  readonly save: Save;
  /** False if the deployment has no sender of mails about accounts. */
  readonly sendsMail: boolean;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, PeopleDeps>;

export interface PeopleEventsDeps {
  readonly people: PeopleRepo;
  readonly teams: TeamRepo;
  readonly invitations: InvitationRepo;
  readonly tenants: TenantRepo;
  readonly save: Save;
  readonly now: () => number;
  readonly mail: SendAccountMail;
}
