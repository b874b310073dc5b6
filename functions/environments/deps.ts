// The dependencies of the operations of environments.
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { FreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';

export interface EnvironmentsDeps {
  readonly environments: EnvironmentRepo;
  readonly freezeWindows: FreezeWindowRepo;
  readonly services: Pick<ServiceRepo, 'bySlug' | 'use' | 'unuse'>;
  readonly tenants: Pick<TenantRepo, 'get'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, EnvironmentsDeps>;
