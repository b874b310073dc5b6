// The dependencies of the operations, consumers and tasks of deployments.
import type { TaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import type { ComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import type { RepositoryRepo } from '../../entities/catalog/repositories/repository.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { DeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import type { LiveRepo } from '../../entities/deployments/live/live.repo.ts';
import type { LiveStoreRepo } from '../../entities/deployments/live/stores/live-store.repo.ts';
import type { MetricRepo } from '../../entities/deployments/metrics/metric.repo.ts';
import type { DeploymentPlanRepo } from '../../entities/deployments/windlass/plan.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { TargetRepo } from '../../entities/environments/targets/target.repo.ts';
import type { PromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import type { ReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import type { ReleaseListRepo } from '../../entities/releases/lists/release-list.repo.ts';
import type { ReleaseRepo } from '../../entities/releases/release.repo.ts';
import type { deployment } from '../../statemachines/deployment/deployment.contract.ts';
import type { deploymentWave } from '../../statemachines/deployment-wave/deployment-wave.contract.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { Start, TokenAnswerer } from '../_kit/workflow/executions.ts';
import type { BlockingDeps } from './going-back/blocked.ts';
import type { manifest } from './manifest.ts';

/** The dependencies of a report, from the API or an event. */
export interface ReportingDeps {
  readonly deployments: DeploymentRepo;
  readonly live: LiveRepo;
  readonly environments: Pick<EnvironmentRepo, 'get' | 'find' | 'create' | 'addPolicy' | 'there'>;
  readonly components: Pick<ComponentRepo, 'find' | 'withDigest'>;
  readonly services: Pick<ServiceRepo, 'bySlug' | 'find' | 'there'>;
  readonly releases: Pick<ReleaseRepo, 'idOfKey' | 'find' | 'whole' | 'holdersOf' | 'idsOnBranch'>;
  readonly contents: Pick<ReleaseContentRepo, 'find'>;
}

export interface DeploymentsDeps extends ReportingDeps {
  readonly liveStores: Pick<LiveStoreRepo, 'list'>;
  readonly metrics: MetricRepo;
  readonly plans: DeploymentPlanRepo;
  readonly tasks: Pick<TaskRepo, 'ofDeployment'>;
  readonly releaseList: Pick<ReleaseListRepo, 'recent'>;
  readonly targets: Pick<TargetRepo, 'driftsIn'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, DeploymentsDeps>;

export interface DeploymentsEventsDeps extends ReportingDeps {
  readonly liveStores: LiveStoreRepo;
  readonly plans: DeploymentPlanRepo;
  readonly tasks: Pick<TaskRepo, 'find'>;
  readonly tokens: Pick<TokenAnswerer, 'succeed'>;
  readonly start: Start<typeof deployment | typeof deploymentWave>;
  readonly repositories: Pick<RepositoryRepo, 'list'>;
  readonly save: Save;
  readonly now: () => number;
}

/** The dependencies of the tasks of the machine `deployment`. */
export interface DrivingDeps extends BlockingDeps {
  readonly deployments: DeploymentRepo;
  readonly live: LiveRepo;
  readonly plans: DeploymentPlanRepo;
  readonly metrics: Pick<MetricRepo, 'since'>;
  readonly tasks: Pick<TaskRepo, 'ofDeployment'>;
  readonly targets: Pick<TargetRepo, 'ofEnvironment'>;
  readonly components: Pick<ComponentRepo, 'find'>;
  readonly promotions: Pick<PromotionRepo, 'get' | 'find'>;
  readonly tokens: Pick<TokenAnswerer, 'succeed'>;
  readonly save: Save;
  readonly now: () => number;
}
