// What the operations of tenants work with; made once at cold start by api.ts.
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';

export interface TenantsDeps {
  readonly tenants: TenantRepo;
}
