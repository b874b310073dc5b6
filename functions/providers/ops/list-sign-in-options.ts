// Lists the providers of the page for signing in. An unknown tenant is answered as one without providers.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { MOST_PROVIDERS } from '../../../entities/access/providers/provider.model.ts';
import type { Ops } from '../deps.ts';

export const listSignInOptions: Ops['listSignInOptions'] = async ({ visitor }, deps) => {
  const tenant = await deps.tenants.find(visitor.tenant);
  if (!tenant) return { body: { providers: [] } };
  const { items } = await deps.providers.list(tenant.tenantId as TenantId, { limit: MOST_PROVIDERS });
  const active = items.filter(({ isActive }) => isActive);
  return { body: { providers: active.map(({ providerId: id, name }) => ({ id, name })) } };
};
