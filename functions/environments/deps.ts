// The dependencies of the operations of environments.
import type { ComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { FreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import type { TargetRepo } from '../../entities/environments/targets/target.repo.ts';
import type { TeamRepo } from '../../entities/people/teams/team.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Sealer } from '../_kit/sealer.ts';
import type { manifest } from './manifest.ts';

export interface EnvironmentsDeps {
  readonly environments: EnvironmentRepo;
  readonly freezeWindows: FreezeWindowRepo;
  readonly targets: TargetRepo;
  readonly components: Pick<ComponentRepo, 'find' | 'use' | 'unuse'>;
  readonly services: Pick<ServiceRepo, 'bySlug' | 'use' | 'unuse'>;
  readonly teams: Pick<TeamRepo, 'check'>;
  readonly tenants: Pick<TenantRepo, 'get'>;
  readonly sealer: Pick<Sealer, 'seal'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, EnvironmentsDeps>;
