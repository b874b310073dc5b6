// The dependencies of the operations and consumers of deployments.
import type { ComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import type { RepositoryRepo } from '../../entities/catalog/repositories/repository.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { DeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import type { LiveRepo } from '../../entities/deployments/live/live.repo.ts';
import type { MetricRepo } from '../../entities/deployments/metrics/metric.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { ReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';

/** The dependencies of a report, from the API or an event. */
export interface ReportingDeps {
  readonly deployments: DeploymentRepo;
  readonly live: LiveRepo;
  readonly environments: Pick<EnvironmentRepo, 'get' | 'find' | 'create' | 'there'>;
  readonly components: Pick<ComponentRepo, 'find' | 'withDigest'>;
  readonly services: Pick<ServiceRepo, 'bySlug' | 'find' | 'there'>;
  readonly releases: Pick<ReleaseRepo, 'idOfKey' | 'find' | 'whole' | 'holdersOf' | 'idsOnBranch'>;
  readonly contents: Pick<ReleaseContentRepo, 'find'>;
}

export interface DeploymentsDeps extends ReportingDeps {
  readonly metrics: MetricRepo;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, DeploymentsDeps>;

export interface DeploymentsEventsDeps extends ReportingDeps {
  readonly repositories: Pick<RepositoryRepo, 'list'>;
  readonly save: Save;
  readonly now: () => number;
}
