// Answers the pause of a deployment after a failure: a person wants it retried, continued or rolled back.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { viewWithStages } from '../../../entities/deployments/deployment.model.ts';
import { DeploymentResumed } from '../../../entities/deployments/events.ts';
import { resumed } from '../../../entities/deployments/windlass/driven.model.ts';
import type { Ops } from '../deps.ts';
import { auditOf, factsOf } from '../reporting/news.ts';

export const resumeDeployment: Ops['resumeDeployment'] = async (call, { deployments }) => {
  const { caller, body, params } = call;
  const item = await deployments.get(caller.tenantId, params.deployment ?? '');
  assertRevision(call, item);
  const { action } = body;
  const at = isoOf(caller.at);
  const changes = { progress: resumed(item, action) } as Changes<DeploymentItem>;
  const after = { ...item, ...changes, updatedAt: at, revision: item.revision + 1 } as DeploymentItem;
  const { details, ...audit } = auditOf('resumed', item, after);
  return call.save(
    {
      writes: deployments.update(item, at, changes),
      events: [DeploymentResumed.create(caller, item.deploymentId, { ...factsOf(after), action })],
      audit: { ...audit, details: { ...details, action } },
    },
    { body: viewWithStages(after, await deployments.outputsOf(item)), revision: after.revision },
  );
};
