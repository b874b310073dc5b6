// The `api` function of the access domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createApiTokenRepo } from '../../entities/access/api-token.repo.ts';
import { createIssuerRepo } from '../../entities/access/issuers/issuer.repo.ts';
import { createPasskeyRepo } from '../../entities/access/passkeys/passkey.repo.ts';
import { createAttemptRepo } from '../../entities/access/passwords/attempt.repo.ts';
import { createPasswordRepo } from '../../entities/access/passwords/password.repo.ts';
import { redirectUriOf } from '../../entities/access/providers/provider.model.ts';
import { createProviderRepo } from '../../entities/access/providers/provider.repo.ts';
import { createSessionRepo } from '../../entities/access/session.repo.ts';
import { createBegunSignInRepo } from '../../entities/access/sign-ins/begun-sign-in.repo.ts';
import { createSignInPolicyRepo } from '../../entities/access/sign-ins/sign-in-policy.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { createPasswords } from '../_kit/accounts/passwords.ts';
import { permissionTable } from '../_kit/document.ts';
import { apiOf } from '../_kit/http/http-handler.ts';
import { createOutbound } from '../_kit/outbound/outbound.ts';
import { createSealer } from '../_kit/sealer.ts';
import { readIssuerKeys } from './issuers/issuer-keys.ts';
import { manifest } from './manifest.ts';
import { operations } from './operations.ts';
import { createWebAuthn } from './passkeys/webauthn.ts';
import { createOpenId } from './providers/openid.ts';

export const handler = apiOf(manifest, operations, ({ environment, table, save }) => {
  const outbound = createOutbound({ allowedHosts: environment.ALLOWED_OUTBOUND_HOSTS });
  const redirectUri = redirectUriOf(environment.PUBLIC_URL);
  return {
    tenants: createTenantRepo(table),
    people: createPeopleRepo(table),
    apiTokens: createApiTokenRepo(table),
    sessions: createSessionRepo(table),
    passwords: createPasswordRepo(table),
    attempts: createAttemptRepo(table),
    issuers: createIssuerRepo(table),
    providers: createProviderRepo(table),
    passkeys: createPasskeyRepo(table),
    begun: createBegunSignInRepo(table),
    policies: createSignInPolicyRepo(table),
    hashing: createPasswords({ allowCommon: environment.ALLOW_COMMON_PASSWORDS === 'true' }),
    sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
    openId: createOpenId(outbound, redirectUri),
    webAuthn: createWebAuthn(environment.PUBLIC_URL),
    redirectUri,
    readIssuer: (issuer) => readIssuerKeys(outbound, issuer),
    permissions: permissionTable,
    save,
  };
});
