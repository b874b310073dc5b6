// Wakes the promotions that wait in an environment, or in any, after a change by which a gate may decide otherwise: a stop, a target's
// health, a freeze window, an agent.
import * as z from 'zod';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { wakeIn } from '../waking.ts';

/** The fields that these events share; the events files of environments and agents define each event. */
const aboutTenant = z.object({ tenantId: z.string() });
const aboutEnvironment = aboutTenant.extend({ data: z.object({ environmentId: z.string() }) });

export async function onPlaceChanged({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, data } = aboutEnvironment.parse(detail);
  await wakeIn(tenantId, data.environmentId, deps);
}

export async function onWorldChanged({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  await wakeIn(aboutTenant.parse(detail).tenantId, undefined, deps);
}
