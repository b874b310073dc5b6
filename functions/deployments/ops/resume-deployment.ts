// Answers the pause of a deployment after a failure: a person wants it retried, continued or rolled back.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { viewWithStages } from '../../../entities/deployments/deployment.model.ts';
import { deploymentErrors } from '../../../entities/deployments/errors.ts';
import { DeploymentResumed } from '../../../entities/deployments/events.ts';
import { resumed } from '../../../entities/deployments/windlass/driven.model.ts';
import { irreversibleAmong } from '../../../entities/deployments/windlass/next-step.model.ts';
import { targetsOf } from '../../../entities/deployments/windlass/plan.model.ts';
import type { DeploymentsDeps, Ops } from '../deps.ts';
import { outcomeOf } from '../driving/decision.ts';
import { auditOf, factsOf } from '../reporting/news.ts';

const NAMED = 3;

/** Throws `deployment.irreversible` if an agent began to change a target that cannot go back. */
async function assertReversible(item: DeploymentItem, { plans, tasks }: DeploymentsDeps): Promise<void> {
  const plan = await plans.find(item);
  if (!plan || !targetsOf(plan).some(({ isIrreversible }) => isIrreversible)) return;
  const done = await tasks.ofDeployment(item.tenantId as TenantId, item.deploymentId);
  const fixed = irreversibleAmong(plan, done.map(outcomeOf)).map(({ name }) => name);
  if (fixed.length === 0) return;
  const detail = `The component of ${fixed.slice(0, NAMED).join(', ')} cannot go back; retry, continue, or cancel the deployment.`;
  throw deploymentErrors.irreversible({ detail, legal: ['RETRY', 'CONTINUE'] });
}

export const resumeDeployment: Ops['resumeDeployment'] = async (call, deps) => {
  const { deployments } = deps;
  const { caller, body, params } = call;
  const item = await deployments.get(caller.tenantId, params.deployment ?? '');
  assertRevision(call, item);
  const { action } = body;
  const at = isoOf(caller.at);
  const changes = { progress: resumed(item, action) } as Changes<DeploymentItem>;
  if (action === 'ROLLBACK') await assertReversible(item, deps);
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
