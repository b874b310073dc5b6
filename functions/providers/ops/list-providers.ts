// Lists the OpenID providers, newest first, without their secrets.
import { viewProvider } from '../../../entities/access/providers/provider.model.ts';
import type { Ops } from '../deps.ts';

export const listProviders: Ops['listProviders'] = async ({ caller, query }, { providers, redirectUri }) => {
  const { items, nextCursor } = await providers.list(caller.tenantId, query);
  return { body: { items: items.map((item) => viewProvider(item, redirectUri)), nextCursor } };
};
