// Rolls a deployment back: another deployment brings the release from before to the same targets. It is refused beforehand if it cannot or
// must not be done.
import { assertRevision } from '../../../../entities/_base/conflicts.ts';
import type { TenantId } from '../../../../entities/_base/ids.ts';
import type { DeploymentItem } from '../../../../entities/deployments/deployment.entity.ts';
import { viewWithStages } from '../../../../entities/deployments/deployment.model.ts';
import { deploymentErrors } from '../../../../entities/deployments/errors.ts';
import { RollbackRequested } from '../../../../entities/deployments/events.ts';
import { isEnd } from '../../../../entities/deployments/reports/told.model.ts';
import type { FixedComponent, Rollout } from '../../../../entities/deployments/rollout.model.ts';
import { newDriven, rolloutBack } from '../../../../entities/deployments/windlass/driven.model.ts';
import { blockedBy } from '../../going-back/blocked.ts';
import { type GoingBack, targetRelease } from '../../going-back/target-release.ts';
import { auditOf, eventsOfChange, factsOf } from '../../reporting/news.ts';
import type { Ops, RollbacksDeps } from '../deps.ts';

/** Throws `deployment.under_way` if another deployment has the lock of the environment and the service. */
async function assertFree(item: DeploymentItem, { plans, deployments }: RollbacksDeps): Promise<void> {
  const lock = await plans.lockOf(item);
  const holder = lock && (await deployments.find(item.tenantId as TenantId, lock.deploymentId));
  if (!holder || isEnd(holder.status)) return;
  const detail = `${holder.version} is being deployed there; cancel that deployment first.`;
  throw deploymentErrors.under_way({
    detail,
    legal: ['cancelDeployment'],
    members: { deploymentId: lock.deploymentId },
  });
}

/** Throws `deployment.irreversible` if a component that would change is flagged so. */
async function assertReversible(item: DeploymentItem, { components }: GoingBack, deps: RollbacksDeps): Promise<void> {
  const tenantId = item.tenantId as TenantId;
  const release = item.components || !item.releaseId ? undefined : await deps.releases.find(tenantId, item.releaseId);
  const undone = (item.components ?? release?.components ?? []) as readonly FixedComponent[];
  const changed = undone.filter(({ componentId, digest }) =>
    components.every((one) => one.componentId !== componentId || one.digest !== digest),
  );
  const known = await Promise.all(changed.map(({ componentId }) => deps.components.find(tenantId, componentId)));
  const names = known.flatMap((one) => (one?.isIrreversible ? [one.name] : []));
  if (names.length > 0)
    throw deploymentErrors.irreversible({ detail: `${names.join(', ')} cannot go back.`, legal: [] });
}

export const rollbackDeployment: Ops['rollbackDeployment'] = async (call, deps) => {
  const { caller, body, params } = call;
  const undone = await deps.deployments.get(caller.tenantId, params.deployment ?? '');
  assertRevision(call, undone);
  const live = await deps.live.find(undone);
  const target = await targetRelease(undone, live, body.targetReleaseId, deps);
  await assertFree(undone, deps);
  await assertReversible(undone, target, deps);
  const blocked = await blockedBy({ ...undone, isRollback: true }, caller.at, deps);
  if (blocked) throw blocked;
  const { tenantId, environmentId, serviceId, service, deploymentId: rollbackOf } = undone;
  const { release, components } = target;
  const item = newDriven(
    {
      place: { tenantId, environmentId, serviceId, service },
      release: { releaseId: release.releaseId, version: release.version },
      ...{ components, rollout: rolloutBack(undone.rollout as Rollout | undefined), rollbackOf, reason: body.reason },
      by: caller.actor,
    },
    caller.at,
  );
  const { deploymentId } = item;
  return call.save(
    {
      writes: deps.deployments.create(item),
      events: [
        ...eventsOfChange(caller, undefined, item, []),
        RollbackRequested.create(caller, deploymentId, factsOf(item)),
      ],
      audit: auditOf('rollback_requested', undefined, item),
    },
    { body: viewWithStages(item, {}), location: `/deployments/${deploymentId}`, revision: item.revision },
  );
};
