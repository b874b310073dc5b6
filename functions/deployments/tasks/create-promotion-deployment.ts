// Creates the deployment that carries out a promotion, once; a repetition answers the same one. The machine `promotion` drives it.

import type { Actor } from '../../../entities/_base/events.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { liveRun } from '../../../entities/deployments/live/live.model.ts';
import type { FixedComponent, Rollout } from '../../../entities/deployments/rollout.model.ts';
import { newDriven } from '../../../entities/deployments/windlass/driven.model.ts';
import { createPromotionDeploymentTask } from '../../../statemachines/deployment/deployment.contract.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { DrivingDeps } from '../deps.ts';
import { auditOf, eventsOfChange } from '../reporting/news.ts';
import { callerOf } from './driven.ts';

export async function createPromotionDeployment(
  raw: unknown,
  deps: DrivingDeps,
): Promise<{ readonly deploymentId: string }> {
  const input = createPromotionDeploymentTask.parse(raw);
  const tenantId = input.tenantId as TenantId;
  return retryOnConflict(async () => {
    const known = await deps.deployments.ofPromotion(tenantId, input.promotionId);
    if (known) return { deploymentId: known.deploymentId };
    const promotion = await deps.promotions.get(tenantId, input.promotionId);
    const {
      promotionId,
      targetEnvironmentId: environmentId,
      serviceId,
      service,
      releaseId,
      version,
      reason,
    } = promotion;
    const place = { tenantId, environmentId, serviceId, service };
    const live = promotion.isRollback ? await deps.live.find(place) : undefined;
    const caller = callerOf(input, deps);
    const item = newDriven(
      {
        ...{ place, promotionId, reason, by: promotion.requestedBy as Actor },
        release: { releaseId, version },
        components: promotion.components as readonly FixedComponent[],
        rollout: promotion.rollout as Rollout,
        ...(live && { rollbackOf: liveRun(live)?.deploymentId }),
      },
      caller.at,
    );
    await deps.save(caller, {
      writes: deps.deployments.createOfPromotion(item, promotionId),
      events: eventsOfChange(caller, undefined, item, []),
      audit: auditOf('requested', undefined, item),
    });
    return { deploymentId: item.deploymentId };
  });
}
