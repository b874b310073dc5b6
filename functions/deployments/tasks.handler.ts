// The `tasks` function of the deployments domain: tasks of the machines that deploy.
import { createTaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { createDeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import { createLiveRepo } from '../../entities/deployments/live/live.repo.ts';
import { createMetricRepo } from '../../entities/deployments/metrics/metric.repo.ts';
import { createDeploymentPlanRepo } from '../../entities/deployments/windlass/plan.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createPromotionRepo } from '../../entities/promotions/promotion.repo.ts';
import { createTokenAnswerer } from '../_kit/workflow/executions.ts';
import { type Tasks, tasksOf } from '../_kit/workflow/task.ts';
import type { DrivingDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { awaitDeployment } from './tasks/await-deployment.ts';
import { createPromotionDeployment } from './tasks/create-promotion-deployment.ts';
import { decideDeploymentStep } from './tasks/decide-deployment-step.ts';
import { endOfDeleted } from './tasks/driven.ts';
import { finishDeployment } from './tasks/finish-deployment.ts';

export const tasks: Tasks<typeof manifest, DrivingDeps> = {
  awaitDeployment,
  createPromotionDeployment,
  decideDeploymentStep,
  finishDeployment,
};

export const handler = tasksOf(
  manifest,
  tasks,
  ({ table, save, now }) => ({
    deployments: createDeploymentRepo(table),
    live: createLiveRepo(table),
    plans: createDeploymentPlanRepo(table),
    metrics: createMetricRepo(table),
    tasks: createTaskRepo(table),
    targets: createTargetRepo(table),
    environments: createEnvironmentRepo(table),
    freezeWindows: createFreezeWindowRepo(table),
    components: createComponentRepo(table),
    promotions: createPromotionRepo(table),
    tokens: createTokenAnswerer(),
    ...{ save, now },
  }),
  { answer: endOfDeleted },
);
