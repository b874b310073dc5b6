// Wakes the promotions that wait in an environment that was deleted, and forgets its holds. A repetition finds nothing.
import { EnvironmentDeleted } from '../../../entities/environments/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { onPlaceChanged } from './place-changed.ts';

export async function onEnvironmentDeleted(event: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  await onPlaceChanged(event, deps);
  const { tenantId, data } = EnvironmentDeleted.parse(event.detail);
  await deps.holds.removeEnvironment(tenantId, data.environmentId);
}
