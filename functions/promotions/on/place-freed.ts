// Wakes the promotions of a service that wait in an environment until another one has ended there.
import * as z from 'zod';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { wakeAt } from '../waking.ts';

/** The fields that these events share; entities/promotions/events.ts defines each event. */
const aboutPlace = z.object({
  tenantId: z.string(),
  data: z.object({ environmentId: z.string(), serviceId: z.string() }),
});

export async function onPlaceFreed({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, data } = aboutPlace.parse(detail);
  const { environmentId: targetEnvironmentId, serviceId } = data;
  await wakeAt({ tenantId, targetEnvironmentId, serviceId }, deps);
}
