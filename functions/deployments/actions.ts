// One deployment as operations answer it: with the actions that the caller may do now. Pure.
import type { DeploymentItem } from '../../entities/deployments/deployment.entity.ts';
import { assertReported, type DeploymentAction, viewWithStages } from '../../entities/deployments/deployment.model.ts';
import type { LiveItem } from '../../entities/deployments/live/live.entity.ts';
import type { Outputs } from '../../entities/deployments/stages/stage.model.ts';
import { assertCancellable, resumed } from '../../entities/deployments/windlass/driven.model.ts';
import { assertGoesBack } from '../../entities/deployments/windlass/go-back.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';
import { manifest as rollbacks } from './rollbacks/manifest.ts';

export const showDeployment = (caller: Caller, item: DeploymentItem, outputs: Outputs, live: LiveItem | undefined) => ({
  ...viewWithStages(item, outputs),
  actions: actionsOf<DeploymentAction>(
    caller,
    { routes: { ...manifest.routes, ...rollbacks.routes } },
    {
      reportDeploymentStatus: () => assertReported(item),
      updateDeploymentStage: always,
      rollbackDeployment: () => assertGoesBack(item, live),
      cancelDeployment: () => assertCancellable(item),
      resumeDeployment: () => resumed(item, 'RETRY'),
    },
  ),
});
