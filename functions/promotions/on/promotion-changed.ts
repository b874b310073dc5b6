// Wakes a promotion that people have cancelled, or whose override they asked for or granted.
import * as z from 'zod';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { wake } from '../waking.ts';

/** The fields that these events share; entities/promotions/events.ts defines each event. */
const aboutPromotion = z.object({ tenantId: z.string(), data: z.object({ promotionId: z.string() }) });

export async function onPromotionChanged({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, data } = aboutPromotion.parse(detail);
  await wake([await deps.promotions.find(tenantId, data.promotionId)], deps);
}
