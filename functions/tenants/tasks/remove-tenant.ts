// Removes the people of a deleted tenant, and then the tenant, so that its slug is free.
import { systemActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { TenantRemoved } from '../../../entities/tenants/events.ts';
import {
  type RemovalProgress,
  tenantRemoval,
  tenantRemovalTask,
} from '../../../statemachines/tenant-removal/tenant-removal.contract.ts';
import type { Caller } from '../../_kit/save.ts';
import { type RemovalDeps, whoIsDeleted } from './who-is-deleted.ts';

const input = tenantRemovalTask.extend({ executionId: tenantRemovalTask.shape.tenantId });

/** Throws `tenant.not_deleted`. */
export async function removeTenant(raw: unknown, deps: RemovalDeps): Promise<RemovalProgress> {
  const { tenantId, executionId } = input.parse(raw);
  const tenant = await whoIsDeleted(tenantId, deps);
  if (!(await deps.remains.removePeople(tenantId, deps.hasTime))) return { isDone: false };
  if (tenant === undefined) return { isDone: true };
  const caller: Caller = {
    tenantId: tenantId as TenantId,
    actor: systemActor(tenantRemoval.name),
    correlationId: executionId,
    at: deps.now(),
  };
  const { slug } = tenant;
  await deps.save(caller, {
    writes: deps.tenants.remove(tenant),
    events: [TenantRemoved.create(caller, tenantId, { slug })],
    audit: { action: 'tenant.removed', resourceType: 'Tenant', resourceId: tenantId, details: { slug } },
  });
  return { isDone: true };
}
