// Answers the actor behind the credential.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { TenantsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const getMe: Operation<typeof manifest.routes.getMe, TenantsDeps> = async ({ caller }, { tenants }) => {
  const tenant = await tenants.get(caller.tenantId);
  if (!tenant) throw baseErrors.not_found();
  return { body: { tenant: { id: tenant.tenantId, slug: tenant.slug, name: tenant.name }, actor: caller.actor } };
};
