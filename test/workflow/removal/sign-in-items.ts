// One of everything by which people and CI systems of a tenant sign in, and a link whose provider was deleted.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { newId } from '../../../entities/_base/ids.ts';
import { firstStamps } from '../../../entities/_base/table/entity.ts';
import type { Table, Write } from '../../../entities/_base/table/table.ts';
import { issuerDefinition } from '../../../entities/access/issuers/issuer.entity.ts';
import { createIssuerRepo } from '../../../entities/access/issuers/issuer.repo.ts';
import { passkeyDefinition } from '../../../entities/access/passkeys/passkey.entity.ts';
import { createPasskeyRepo } from '../../../entities/access/passkeys/passkey.repo.ts';
import { providerDefinition } from '../../../entities/access/providers/provider.entity.ts';
import { createProviderRepo } from '../../../entities/access/providers/provider.repo.ts';
import { createBegunSignInRepo } from '../../../entities/access/sign-ins/begun-sign-in.repo.ts';
import { createSignInPolicyRepo } from '../../../entities/access/sign-ins/sign-in-policy.repo.ts';

export function signInItems(table: Table, tenantId: TenantId, userId: string, at: string): Write[] {
  const providers = createProviderRepo(table);
  const providerId = newId<'Provider'>();
  const deletedProviderId = newId<'Provider'>();
  return [
    ...createIssuerRepo(table).create({
      ...{ tenantId, issuerId: newId<'Issuer'>(), name: 'CI', issuer: 'https://ci.test', audience: 'windlass' },
      ...{ claims: { sub: ['repo:*'] }, scopes: ['*'], isActive: true, createdBy: userId, createdByName: 'Ada' },
      ...firstStamps(issuerDefinition, at),
    }),
    createPasskeyRepo(table).create({
      ...{ tenantId, userId, credentialId: 'credential', name: 'Phone', publicKey: 'key', counter: 0 },
      ...{ transports: ['internal'], isBackedUp: true, ...firstStamps(passkeyDefinition, at) },
    }),
    ...providers.create({
      ...{
        tenantId,
        providerId,
        name: 'OpenID',
        issuer: 'https://id.test',
        clientId: 'client',
        sealedSecret: 'c2VhbGVk',
      },
      ...{ groupsClaim: 'groups', roles: [], emailDomains: [], createsUsers: false, isActive: true },
      ...firstStamps(providerDefinition, at),
    }),
    ...providers.link(tenantId, providerId, 'subject', userId),
    ...providers.link(tenantId, deletedProviderId, 'subject', userId),
    createBegunSignInRepo(table).begin(tenantId, { step: 'OPENID', providerId }, Date.parse(at)).write,
    createSignInPolicyRepo(table).set(tenantId, 0, at, true),
  ];
}
