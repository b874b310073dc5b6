// The dependencies of the access domain, made once at cold start by its handlers and replaced in tests.
import type { ApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import type { IssuerRepo } from '../../entities/access/issuers/issuer.repo.ts';
import type { PasskeyRepo } from '../../entities/access/passkeys/passkey.repo.ts';
import type { AttemptRepo } from '../../entities/access/passwords/attempt.repo.ts';
import type { PasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import type { ProviderRepo } from '../../entities/access/providers/provider.repo.ts';
import type { SessionRepo } from '../../entities/access/session.repo.ts';
import type { BegunSignInRepo } from '../../entities/access/sign-ins/begun-sign-in.repo.ts';
import type { SignInPolicyRepo } from '../../entities/access/sign-ins/sign-in-policy.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { SendAccountMail } from '../_adapters/email/account-mail.ts';
import type { Passwords } from '../_kit/accounts/passwords.ts';
import type { Permission } from '../_kit/document.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';
import type { WebAuthn } from './passkeys/webauthn.ts';

export interface AccessDeps {
  readonly tenants: Pick<TenantRepo, 'find' | 'get'>;
  readonly people: PeopleRepo;
  readonly apiTokens: ApiTokenRepo;
  readonly sessions: SessionRepo;
  readonly passwords: PasswordRepo;
  readonly attempts: AttemptRepo;
  readonly hashing: Passwords;
  readonly issuers: IssuerRepo;
  readonly passkeys: PasskeyRepo;
  readonly begun: BegunSignInRepo;
  readonly policies: SignInPolicyRepo;
  readonly webAuthn: WebAuthn;
  /** Reads the keys of an issuer; throws an error with the reason why it cannot. */
  readonly readIssuer: (issuer: string) => Promise<unknown>;
  readonly permissions: () => readonly Permission[];
  readonly save: Save;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, AccessDeps>;

export interface AccessEventsDeps {
  readonly people: Pick<PeopleRepo, 'find'>;
  readonly tenants: Pick<TenantRepo, 'get'>;
  readonly passwords: PasswordRepo;
  readonly passkeys: Pick<PasskeyRepo, 'drop'>;
  readonly providers: Pick<ProviderRepo, 'drop'>;
  readonly sessions: Pick<SessionRepo, 'drop'>;
  readonly apiTokens: Pick<ApiTokenRepo, 'drop'>;
  readonly mail: SendAccountMail;
  /** False if the deployment has no sender of mails about accounts. */
  readonly sendsMail: boolean;
  readonly now: () => number;
}
