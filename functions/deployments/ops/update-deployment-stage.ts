// Changes a stage of a deployment; its times follow its status.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { viewWithStages } from '../../../entities/deployments/deployment.model.ts';
import { DeploymentStageChanged } from '../../../entities/deployments/events.ts';
import { changedStage, stageNamed, viewStage } from '../../../entities/deployments/stages/stage.model.ts';
import type { Ops } from '../deps.ts';

export const updateDeploymentStage: Ops['updateDeploymentStage'] = async (call, { deployments }) => {
  const { caller, body, params } = call;
  const before = await deployments.get(caller.tenantId, params.deployment ?? '');
  assertRevision(call, before);
  const stage = stageNamed(before.stages, params.stage ?? '');
  const at = isoOf(caller.at);
  const changed = changedStage(stage, body, at);
  const views = { before: viewStage(stage), after: viewStage(changed) };
  if (JSON.stringify(views.before) === JSON.stringify(views.after)) {
    return { body: viewWithStages(before), revision: before.revision };
  }
  const stages = before.stages.map((one) => (one.name === stage.name ? changed : one));
  const after = { ...before, stages, updatedAt: at, revision: before.revision + 1 };
  const { deploymentId, environmentId, serviceId, service } = before;
  return call.save(
    {
      writes: deployments.update(before, at, { stages }),
      events: [
        DeploymentStageChanged.create(caller, deploymentId, {
          ...{ deploymentId, environmentId, serviceId, service, stage: stage.name, stageStatus: changed.status },
        }),
      ],
      audit: {
        action: 'deployment.stage_changed',
        resourceType: 'Deployment',
        resourceId: deploymentId,
        // The output is in the deployment.
        details: { before: { ...views.before, output: undefined }, after: { ...views.after, output: undefined } },
      },
    },
    { body: viewWithStages(after), revision: after.revision },
  );
};
