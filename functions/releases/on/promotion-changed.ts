// Looks at the promotion of a SERVER target after each of its steps. Promotions that no target asked for are ignored.
import * as z from 'zod';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { hearPromotion } from '../stores/hear-promotion.ts';
import type { EventsDeps } from './release-changed.ts';

/** The fields that these events share; entities/promotions/events.ts defines each event. */
const aboutPromotion = z.object({
  tenantId: z.string(),
  correlationId: z.string(),
  data: z.object({ releaseId: z.string(), promotionId: z.string() }),
});

export async function onPromotionChanged({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, correlationId, data } = aboutPromotion.parse(detail);
  await hearPromotion({ tenantId, correlationId, ...data }, deps);
}
