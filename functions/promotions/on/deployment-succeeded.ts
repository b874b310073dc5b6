// Wakes the promotions of a release that was deployed, and promotes it automatically to the next environments. A rollback is not promoted: it
// holds automatic promotions where it was done.
import { DeploymentSucceeded } from '../../../entities/deployments/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { holdAfter } from '../automatic/hold.ts';
import { promoteOn } from '../automatic/promote.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { onReleaseChanged } from './release-changed.ts';

export async function onDeploymentSucceeded(event: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  await onReleaseChanged(event, deps);
  const succeeded = DeploymentSucceeded.parse(event.detail);
  const { rollbackOf, deploymentId: by, environmentId, serviceId, service, version } = succeeded.data;
  if (rollbackOf === undefined) return promoteOn(succeeded, deps);
  const place = { environmentId, serviceId, service };
  await holdAfter({ ...succeeded, place, deploymentId: rollbackOf, by, version }, deps);
}
