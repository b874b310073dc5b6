// Answers an OpenID provider without its secret.
import { viewProvider } from '../../../entities/access/providers/provider.model.ts';
import type { Ops } from '../deps.ts';

export const getProvider: Ops['getProvider'] = async ({ caller, params }, { providers, redirectUri }) => {
  const item = await providers.get(caller.tenantId, params.provider ?? '');
  return { body: viewProvider(item, redirectUri), revision: item.revision };
};
