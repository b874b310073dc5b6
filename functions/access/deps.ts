// The dependencies of the access domain, made once at cold start by its handlers and replaced in tests.
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';

export interface AccessDeps {
  readonly tenants: Pick<TenantRepo, 'get'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, AccessDeps>;
