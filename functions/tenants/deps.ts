// The dependencies of the operations of tenants; made once at cold start by api.ts.
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';

export interface TenantsDeps {
  readonly tenants: TenantRepo;
}
