// Shows the tenant.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { viewTenant } from '../../../entities/tenants/tenant.model.ts';
import type { Ops } from '../deps.ts';

export const getTenant: Ops['getTenant'] = async ({ caller }, { tenants }) => {
  const tenant = await tenants.get(caller.tenantId);
  if (!tenant) throw baseErrors.not_found();
  return { body: viewTenant(tenant), revision: tenant.revision };
};
