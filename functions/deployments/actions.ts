// One deployment as operations answer it: with the actions that the caller may do now. Pure.
import type { DeploymentItem } from '../../entities/deployments/deployment.entity.ts';
import { assertReported, type DeploymentAction, viewWithStages } from '../../entities/deployments/deployment.model.ts';
import type { Outputs } from '../../entities/deployments/stages/stage.model.ts';
import { actionsOf, always } from '../_kit/resources/actions.ts';
import type { Caller } from '../_kit/save.ts';
import { manifest } from './manifest.ts';

export const showDeployment = (caller: Caller, item: DeploymentItem, outputs: Outputs) => ({
  ...viewWithStages(item, outputs),
  actions: actionsOf<DeploymentAction>(caller, manifest, {
    reportDeploymentStatus: () => assertReported(item),
    updateDeploymentStage: always,
  }),
});
