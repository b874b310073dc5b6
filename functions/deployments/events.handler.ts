// The `events` function of the deployments domain: hears of deployments that other systems make, and of what people want of ours.
import { DeploymentTaskCancelled, DeploymentTaskFailed, DeploymentTaskLeased } from '../../entities/agents/events.ts';
import { createTaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { ServiceDeleted } from '../../entities/catalog/events.ts';
import { createRepositoryRepo } from '../../entities/catalog/repositories/repository.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createDeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import {
  DeploymentCancelled,
  DeploymentCancelRequested,
  DeploymentResumed,
  RollbackRequested,
} from '../../entities/deployments/events.ts';
import { createLiveRepo } from '../../entities/deployments/live/live.repo.ts';
import { createLiveStoreRepo } from '../../entities/deployments/live/stores/live-store.repo.ts';
import { createDeploymentPlanRepo } from '../../entities/deployments/windlass/plan.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { EnvironmentDeleted } from '../../entities/environments/events.ts';
import { IntegrationDeleted } from '../../entities/integrations/events.ts';
import { createReleaseContentRepo } from '../../entities/releases/contents/release-content.repo.ts';
import { createReleaseRepo } from '../../entities/releases/release.repo.ts';
import { type Consumers, eventsOf } from '../_kit/bus/bus-event.ts';
import { aboutOne } from '../_kit/bus/gone.ts';
import { createStart, createTokenAnswerer } from '../_kit/workflow/executions.ts';
import type { DeploymentsEventsDeps } from './deps.ts';
import { manifest, STORE_EVENTS } from './manifest.ts';
import { onDeploymentReported } from './on/deployment-reported.ts';
import { onDeploymentWoken } from './on/deployment-woken.ts';
import { onEnvironmentDeleted } from './on/environment-deleted.ts';
import { onRollbackRequested } from './on/rollback-requested.ts';
import { onServiceDeleted } from './on/service-deleted.ts';
import { onStoreChanged } from './on/store-changed.ts';
import { onStoreDeleted } from './on/store-deleted.ts';
import { onTaskLeftQueue } from './on/task-left-queue.ts';

export const consumers: Consumers<DeploymentsEventsDeps> = {
  events: {
    [EnvironmentDeleted.type]: onEnvironmentDeleted,
    [ServiceDeleted.type]: onServiceDeleted,
    [IntegrationDeleted.type]: onStoreDeleted,
    ...aboutOne<DeploymentsEventsDeps>(
      'release',
      Object.fromEntries(STORE_EVENTS.map(({ type }) => [type, onStoreChanged])),
    ),
    [RollbackRequested.type]: onRollbackRequested,
    [DeploymentCancelRequested.type]: onDeploymentWoken,
    [DeploymentCancelled.type]: onDeploymentWoken,
    [DeploymentResumed.type]: onDeploymentWoken,
    [DeploymentTaskLeased.type]: onTaskLeftQueue,
    [DeploymentTaskFailed.type]: onTaskLeftQueue,
    [DeploymentTaskCancelled.type]: onTaskLeftQueue,
  },
  ci: onDeploymentReported,
};

export const handler = eventsOf(manifest, consumers, ({ table, save, now }) => ({
  deployments: createDeploymentRepo(table),
  live: createLiveRepo(table),
  liveStores: createLiveStoreRepo(table),
  plans: createDeploymentPlanRepo(table),
  tasks: createTaskRepo(table),
  environments: createEnvironmentRepo(table),
  components: createComponentRepo(table),
  services: createServiceRepo(table),
  repositories: createRepositoryRepo(table),
  releases: createReleaseRepo(table),
  contents: createReleaseContentRepo(table),
  tokens: createTokenAnswerer(),
  start: createStart(manifest.lambdas.events),
  save,
  now,
}));
