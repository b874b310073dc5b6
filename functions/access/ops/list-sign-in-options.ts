// Lists the providers of the page for signing in. An unknown tenant is answered as one without providers.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { MOST_PROVIDERS } from '../../../entities/access/providers/provider.model.ts';
import type { Ops } from '../deps.ts';
import { NO_TENANT } from '../passwords/guess.ts';

export const listSignInOptions: Ops['listSignInOptions'] = async ({ visitor }, deps) => {
  const tenant = await deps.tenants.find(visitor.tenant);
  const tenantId = (tenant?.tenantId ?? NO_TENANT) as TenantId;
  const { items } = await deps.providers.list(tenantId, { limit: MOST_PROVIDERS });
  const active = items.filter(({ isActive }) => isActive);
  return { body: { providers: active.map(({ providerId: id, name }) => ({ id, name })) } };
};
