// The check of the tasks that remove a tenant: they act only on a deleted one.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { tenantErrors } from '../../../entities/tenants/errors.ts';
import type { HasTime, TenantRemainsRepo } from '../../../entities/tenants/removal/tenant-remains.repo.ts';
import type { TenantItem } from '../../../entities/tenants/tenant.entity.ts';
import type { BootstrapDeps } from './bootstrap-tenant.ts';

export interface RemovalDeps extends BootstrapDeps {
  readonly remains: TenantRemainsRepo;
  readonly hasTime: HasTime;
}

/** The tenant, or undefined after its removal. Throws `tenant.not_deleted` if the tenant is in use. */
export async function whoIsDeleted(tenantId: string, deps: RemovalDeps): Promise<TenantItem | undefined> {
  const tenant = await deps.tenants.stored(tenantId as TenantId);
  if (tenant !== undefined && tenant.deletedAt === undefined) throw tenantErrors.not_deleted();
  return tenant;
}
