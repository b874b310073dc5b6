// The `api` function of the access domain.
import { createApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import { createIssuerRepo } from '../../entities/access/issuers/issuer.repo.ts';
import { createPasskeyRepo } from '../../entities/access/passkeys/passkey.repo.ts';
import { createAttemptRepo } from '../../entities/access/passwords/attempt.repo.ts';
import { createPasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import { createSessionRepo } from '../../entities/access/session.repo.ts';
import { createBegunSignInRepo } from '../../entities/access/sign-ins/begun-sign-in.repo.ts';
import { createSignInPolicyRepo } from '../../entities/access/sign-ins/sign-in-policy.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createPasswords } from '../_kit/accounts/passwords.ts';
import { permissionTable } from '../_kit/document.ts';
import { apiOf } from '../_kit/http/http-handler.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { readIssuerKeys } from './issuers/issuer-keys.ts';
import { manifest } from './manifest.ts';
import { operations } from './operations.ts';
import { createWebAuthn } from './passkeys/webauthn.ts';

export const handler = apiOf(manifest, operations, ({ environment, table, save }) => {
  const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  return {
    tenants: createTenantRepo(table),
    people: createPeopleRepo(table),
    apiTokens: createApiTokenRepo(table),
    sessions: createSessionRepo(table),
    passwords: createPasswordRepo(table),
    attempts: createAttemptRepo(table),
    issuers: createIssuerRepo(table),
    passkeys: createPasskeyRepo(table),
    begun: createBegunSignInRepo(table),
    policies: createSignInPolicyRepo(table),
    hashing: createPasswords({ allowCommon: environment.ALLOW_COMMON_PASSWORDS === 'true' }),
    webAuthn: createWebAuthn(environment.PUBLIC_URL),
    readIssuer: (issuer) => readIssuerKeys(outbound, issuer),
    permissions: permissionTable,
    save,
  };
});
