// Our client at an OpenID provider, with its opened secret.
import type { ProviderItem } from '../../../entities/access/providers/provider.entity.ts';
import type { ProvidersDeps } from '../deps.ts';
import type { Client } from './openid.ts';

export async function clientOf(provider: ProviderItem, { sealer }: Pick<ProvidersDeps, 'sealer'>): Promise<Client> {
  const { tenantId, providerId, issuer, clientId, groupsClaim, sealedSecret } = provider;
  const { clientSecret } = (await sealer.open(tenantId, providerId, sealedSecret)) as { clientSecret: string };
  return { issuer, clientId, groupsClaim, clientSecret };
}
