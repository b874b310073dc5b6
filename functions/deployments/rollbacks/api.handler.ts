// The `api` function of rollbacks.
import { createComponentRepo } from '../../../entities/catalog/components/component.repo.ts';
import { createDeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import { createLiveRepo } from '../../../entities/deployments/live/live.repo.ts';
import { createDeploymentPlanRepo } from '../../../entities/deployments/windlass/plan.repo.ts';
import { createEnvironmentRepo } from '../../../entities/environments/environment.repo.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import { createReleaseRepo } from '../../../entities/releases/release.repo.ts';
import { apiOf, type Operations } from '../../_kit/http/http-handler.ts';
import type { RollbacksDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { rollbackDeployment } from './ops/rollback-deployment.ts';

export const operations: Operations<typeof manifest, RollbacksDeps> = { rollbackDeployment };

export const handler = apiOf(manifest, operations, ({ table }) => ({
  deployments: createDeploymentRepo(table),
  live: createLiveRepo(table),
  plans: createDeploymentPlanRepo(table),
  components: createComponentRepo(table),
  releases: createReleaseRepo(table),
  environments: createEnvironmentRepo(table),
  freezeWindows: createFreezeWindowRepo(table),
}));
