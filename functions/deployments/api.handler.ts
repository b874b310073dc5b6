// The `api` function of the deployments domain.
import { createTaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createDeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import { createLiveRepo } from '../../entities/deployments/live/live.repo.ts';
import { createLiveStoreRepo } from '../../entities/deployments/live/stores/live-store.repo.ts';
import { createMetricRepo } from '../../entities/deployments/metrics/metric.repo.ts';
import { createDeploymentPlanRepo } from '../../entities/deployments/windlass/plan.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import { createReleaseListRepo } from '../../entities/releases/lists/release-list.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { DeploymentsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { cancelDeployment } from './ops/cancel-deployment.ts';
import { createDeployment } from './ops/create-deployment.ts';
import { diffEnvironments } from './ops/diff-environments.ts';
import { getDeployment } from './ops/get-deployment.ts';
import { listDeploymentMetrics } from './ops/list-deployment-metrics.ts';
import { listDeployments } from './ops/list-deployments.ts';
import { listLiveDeployments } from './ops/list-live-deployments.ts';
import { listLiveStores } from './ops/list-live-stores.ts';
import { recordDeploymentMetrics } from './ops/record-deployment-metrics.ts';
import { reportDeploymentStatus } from './ops/report-deployment-status.ts';
import { resumeDeployment } from './ops/resume-deployment.ts';
import { updateDeploymentStage } from './ops/update-deployment-stage.ts';

export const operations: Operations<typeof manifest, DeploymentsDeps> = {
  cancelDeployment,
  createDeployment,
  diffEnvironments,
  getDeployment,
  listDeploymentMetrics,
  listDeployments,
  listLiveDeployments,
  listLiveStores,
  recordDeploymentMetrics,
  reportDeploymentStatus,
  resumeDeployment,
  updateDeploymentStage,
};

export const handler = apiOf(manifest, operations, ({ table }) => ({
  deployments: createDeploymentRepo(table),
  live: createLiveRepo(table),
  liveStores: createLiveStoreRepo(table),
  metrics: createMetricRepo(table),
  plans: createDeploymentPlanRepo(table),
  environments: createEnvironmentRepo(table),
  components: createComponentRepo(table),
  services: createServiceRepo(table),
  releases: createReleaseRepo(table),
  releaseList: createReleaseListRepo(table),
  contents: createReleaseContentRepo(table),
  targets: createTargetRepo(table),
  tasks: createTaskRepo(table),
}));
