// Changes name, slug or time zone of the tenant. An earlier slug stays valid in paths and hooks.
import { assertRevision, baseErrors } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TenantUpdated } from '../../../entities/tenants/events.ts';
import { renamed, viewTenant } from '../../../entities/tenants/tenant.model.ts';
import type { Ops } from '../deps.ts';

export const updateTenant: Ops['updateTenant'] = async (call, { tenants }) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const before = await tenants.get(tenantId);
  if (!before) throw baseErrors.not_found();
  assertRevision(call, before);
  const at = isoOf(caller.at);
  const { name = before.name, timeZone = before.timeZone } = body;
  const changes = { name, timeZone, ...renamed(before, body.slug) };
  const view = viewTenant({ ...before, ...changes, revision: before.revision + 1, updatedAt: at });
  return call.save(
    {
      writes: tenants.update(before, at, changes),
      events: [TenantUpdated.create(caller, tenantId, { slug: view.slug })],
      audit: {
        action: 'tenant.updated',
        resourceType: 'Tenant',
        resourceId: tenantId,
        details: { before: viewTenant(before), after: view },
      },
    },
    { body: view, revision: view.revision },
  );
};
