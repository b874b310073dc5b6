// Cancels a deployment that Windlass drives: nothing more begins, what is under way ends first. One that has not begun, or that nobody has
// ended an hour after it was cancelled, ends at once.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { viewWithStages } from '../../../entities/deployments/deployment.model.ts';
import { DeploymentCancelRequested } from '../../../entities/deployments/events.ts';
import { assertCancellable } from '../../../entities/deployments/windlass/driven.model.ts';
import type { Ops } from '../deps.ts';
import { progressOf } from '../driving/decision.ts';
import { endingOf } from '../driving/ending.ts';
import { auditOf, factsOf } from '../reporting/news.ts';

/** After this time nobody drives the deployment any more: its execution was stopped. */
const OVERDUE_MS = 3_600_000;

export const cancelDeployment: Ops['cancelDeployment'] = async (call, deps) => {
  const { caller, body, params } = call;
  const item = await deps.deployments.get(caller.tenantId, params.deployment ?? '');
  assertRevision(call, item);
  assertCancellable(item);
  const { cancelRequestedAt, deploymentId } = item;
  const outputs = await deps.deployments.outputsOf(item);
  const answer = (after: DeploymentItem) => ({ body: viewWithStages(after, outputs), revision: after.revision });
  const isOverdue = cancelRequestedAt !== undefined && Date.parse(cancelRequestedAt) + OVERDUE_MS <= caller.at;
  if (item.status === 'PENDING' || isOverdue) {
    const { change, after } = await endingOf(
      caller,
      item,
      { status: 'CANCELLED', reason: body.reason, progress: progressOf(item) },
      deps,
    );
    return call.save(change, answer(after));
  }
  if (cancelRequestedAt !== undefined) return answer(item);
  const at = isoOf(caller.at);
  const changes = { cancelRequestedAt: at, ...(body.reason !== undefined && { reason: body.reason }) };
  const after = { ...item, ...changes, updatedAt: at, revision: item.revision + 1 } as DeploymentItem;
  return call.save(
    {
      writes: deps.deployments.update(item, at, changes as Changes<DeploymentItem>),
      events: [DeploymentCancelRequested.create(caller, deploymentId, factsOf(after))],
      audit: auditOf('cancel_requested', item, after),
    },
    answer(after),
  );
};
