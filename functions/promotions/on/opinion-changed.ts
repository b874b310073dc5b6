// Wakes a promotion about which people have decided. Other approvals are ignored.
import * as z from 'zod';
import { subjectSchema } from '../../../entities/approvals/approval.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { PromotionEventsDeps } from '../deps.ts';
import { wake } from '../waking.ts';

/** The fields that these events share; entities/approvals/events.ts defines each event. */
const aboutSubject = z.object({ tenantId: z.string(), data: z.object({ subject: subjectSchema }) });

export async function onOpinionChanged({ detail }: BusEvent, deps: PromotionEventsDeps): Promise<void> {
  const { tenantId, data } = aboutSubject.parse(detail);
  if (data.subject.type === 'Promotion') await wake([await deps.promotions.find(tenantId, data.subject.id)], deps);
}
