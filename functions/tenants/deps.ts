// The dependencies of the operations of tenants.
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';

export interface TenantsDeps {
  readonly tenants: TenantRepo;
}
