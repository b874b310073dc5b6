// The dependencies of the rollback of a deployment.
import type { ComponentRepo } from '../../../entities/catalog/components/component.repo.ts';
import type { DeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import type { LiveRepo } from '../../../entities/deployments/live/live.repo.ts';
import type { DeploymentPlanRepo } from '../../../entities/deployments/windlass/plan.repo.ts';
import type { ReleaseRepo } from '../../../entities/releases/release.repo.ts';
import type { Operations } from '../../_kit/http/http-handler.ts';
import type { BlockingDeps } from '../going-back/blocked.ts';
import type { manifest } from './manifest.ts';

export interface RollbacksDeps extends BlockingDeps {
  readonly deployments: Pick<DeploymentRepo, 'find' | 'get' | 'create' | 'hasRun'>;
  readonly live: Pick<LiveRepo, 'find'>;
  readonly plans: Pick<DeploymentPlanRepo, 'lockOf'>;
  readonly components: Pick<ComponentRepo, 'find'>;
  readonly releases: Pick<ReleaseRepo, 'find'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, RollbacksDeps>;
