// Counts what comes from outside and moves nothing, so that a webhook or pipeline that is set up wrongly is seen.
import * as z from 'zod';
import { METRICS } from '../../../entities/names.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { count } from '../../_kit/metrics.ts';

const from = z.object({ tenantId: z.string().optional(), integrationId: z.string().optional() }).catch({});

const detailsOf = (event: BusEvent) => ({ detailType: event['detail-type'], ...from.parse(event.detail) });

/** An event that is about nothing of ours; `named` is what it says that it is about. */
export const countUnmatched = (event: BusEvent, named?: string | undefined): void =>
  count(METRICS.unmatched, event.source, { ...detailsOf(event), named });

/** The answer of `read`; undefined, and counted, for a payload that is not as its sender documents it. */
export function readOrCount<Read>(event: BusEvent, read: () => Read): Read | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.core.$ZodError)) throw error;
    const [issue] = error.issues;
    count(METRICS.unread, event.source, { ...detailsOf(event), reason: `${issue?.path.join('.')}: ${issue?.message}` });
    return undefined;
  }
}
