// The dependencies of the operations of the tenants domain.
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';

export interface TenantsDeps {
  readonly tenants: TenantRepo;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, TenantsDeps>;
