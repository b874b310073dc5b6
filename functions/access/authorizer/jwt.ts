// The form of credentials that CI gets from its own OpenID issuer: a JWT. The path names the tenant, which registered the issuer.
import type { Form } from './authorize.ts';
import { type CiTokens, isJwt } from './ci-token.ts';
import type { CredentialStore } from './credential-store.ts';
import { contextOf } from './resolve.ts';

export const jwtForm = (store: Pick<CredentialStore, 'tenantNamed' | 'issuers'>, tokens: CiTokens): Form => ({
  fits: isJwt,
  async resolve(credential, sender) {
    const tenant = await store.tenantNamed(sender.tenant ?? '');
    if (!tenant) return undefined;
    const resolved = await tokens(credential, () => store.issuers(tenant.tenantId), sender.now);
    if ('problem' in resolved) return resolved;
    const { actorId, actorName, scopes, validUntil } = resolved;
    const rights = { role: 'CI', scopes: scopes.join(' '), credential: 'JWT', credentialId: actorId } as const;
    return {
      validUntil,
      context: contextOf({ tenant, actor: { type: 'TOKEN', id: actorId, name: actorName }, ...rights }),
    };
  },
});
