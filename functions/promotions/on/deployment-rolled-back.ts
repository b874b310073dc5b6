// Wakes the promotions of a release that was rolled back, and holds automatic promotions where that was.
import { DeploymentRolledBack } from '../../../entities/deployments/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { holdAfter } from '../automatic/hold.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { onReleaseChanged } from './release-changed.ts';

export async function onDeploymentRolledBack(event: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  await onReleaseChanged(event, deps);
  const rolledBack = DeploymentRolledBack.parse(event.detail);
  const { rolledBackBy: by, deploymentId, environmentId, serviceId, service, version } = rolledBack.data;
  const place = { environmentId, serviceId, service };
  await holdAfter({ ...rolledBack, place, deploymentId, by, version }, deps);
}
