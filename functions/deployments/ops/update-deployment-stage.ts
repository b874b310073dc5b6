// Changes a stage of a deployment; its times follow its status.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { assertReported, viewWithStages } from '../../../entities/deployments/deployment.model.ts';
import { DeploymentStageChanged } from '../../../entities/deployments/events.ts';
import { changedStage, keptOutput, stageNamed, viewStage } from '../../../entities/deployments/stages/stage.model.ts';
import type { Ops } from '../deps.ts';

export const updateDeploymentStage: Ops['updateDeploymentStage'] = async (call, { deployments }) => {
  const { caller, body, params } = call;
  const before = await deployments.get(caller.tenantId, params.deployment ?? '');
  assertRevision(call, before);
  // The stages of a deployment of Windlass follow its tasks.
  if (body.status !== undefined) assertReported(before);
  const stage = stageNamed(before.stages, params.stage ?? '');
  const known = await deployments.outputsOf(before);
  const at = isoOf(caller.at);
  const changed = changedStage(stage, body, at);
  const output = body.output === undefined ? known[stage.name] : keptOutput(body.output);
  const isSameOutput = output === known[stage.name];
  if (isSameOutput && JSON.stringify(changed) === JSON.stringify(stage)) {
    return { body: viewWithStages(before, known), revision: before.revision };
  }
  const stages = before.stages.map((one) => (one.name === stage.name ? changed : one));
  const after = { ...before, stages, updatedAt: at, revision: before.revision + 1 };
  const { deploymentId, environmentId, serviceId, service } = before;
  const outputs = output === undefined ? known : { ...known, [stage.name]: output };
  return call.save(
    {
      writes: [
        ...deployments.update(before, at, { stages }),
        ...(output === undefined || isSameOutput ? [] : [deployments.keepOutput(before, stage.name, output)]),
      ],
      events: [
        DeploymentStageChanged.create(caller, deploymentId, {
          ...{ deploymentId, environmentId, serviceId, service, stage: stage.name, stageStatus: changed.status },
        }),
      ],
      audit: {
        action: 'deployment.stage_changed',
        resourceType: 'Deployment',
        resourceId: deploymentId,
        // Without the outputs, which the deployment has.
        details: { before: viewStage(stage, {}), after: viewStage(changed, {}) },
      },
    },
    { body: viewWithStages(after, outputs), revision: after.revision },
  );
};
