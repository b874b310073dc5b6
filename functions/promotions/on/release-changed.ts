// Wakes the promotions of a release that was deployed somewhere, cancelled or deleted, or whose branch was cut. Deployments of no release are ignored.
import * as z from 'zod';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { wakeOf } from '../waking.ts';

/** The fields that these events share; the events files of deployments and releases define each event. */
const aboutRelease = z.object({ tenantId: z.string(), data: z.object({ releaseId: z.string().optional() }) });

export async function onReleaseChanged({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, data } = aboutRelease.parse(detail);
  if (data.releaseId !== undefined) await wakeOf(tenantId, data.releaseId, deps);
}
