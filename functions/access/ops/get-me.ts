// Answers the actor behind the credential.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { Ops } from '../deps.ts';

export const getMe: Ops['getMe'] = async ({ caller }, { tenants }) => {
  const tenant = await tenants.get(caller.tenantId);
  if (!tenant) throw baseErrors.not_found();
  return { body: { tenant: { id: tenant.tenantId, slug: tenant.slug, name: tenant.name }, actor: caller.actor } };
};
