// Reports of other systems on deployments, by webhook or from the bus. One that names no environment or no service of ours, or a
// repository of several services, is counted and changes nothing.
import * as z from 'zod';
import { serviceActor } from '../../../entities/_base/actors.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { OutsideDeployment } from '../../../entities/deployments/reports/deployment-report.model.ts';
import { readerOf } from '../../../entities/intake/outside-events.model.ts';
import { METRICS } from '../../../entities/names.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unreadReason } from '../../_kit/bus/unread.ts';
import { wellFormed } from '../../_kit/http/json.ts';
import { count } from '../../_kit/metrics.ts';
import { retryOnConflict } from '../../_kit/save.ts';
import type { DeploymentsEventsDeps } from '../deps.ts';
import { hearOutside, type TimedReport } from '../reporting/hear-outside.ts';

/** Without a tenant it is nobody's, and ends where the operator looks. */
const outsideDetail = z.object({
  tenantId: z.string(),
  integrationId: z.string().optional(),
  payload: z.unknown().optional(),
});

/** Undefined if the payload reports nothing; throws a zod error for one that is not as its sender documents it. */
function reportOf({ source, 'detail-type': detailType }: BusEvent, payload: unknown): OutsideDeployment | undefined {
  const reader = readerOf(source, detailType);
  return reader?.about === 'DEPLOYMENT' ? (reader.read(payload) as OutsideDeployment | undefined) : undefined;
}

export async function onDeploymentReported(event: BusEvent, deps: DeploymentsEventsDeps): Promise<void> {
  const { source, 'detail-type': detailType } = event;
  const { tenantId, integrationId, payload } = outsideDetail.parse(event.detail);
  const about = { detailType, tenantId, integrationId };
  let report: OutsideDeployment | undefined;
  try {
    report = reportOf(event, payload);
  } catch (error) {
    count(METRICS.unread, source, { ...about, reason: unreadReason(error) });
    return;
  }
  if (!report) return;
  // The bus and the cut of a long text leave halves of characters, which the table does not store.
  const told = wellFormed({ ...report, at: report.at ?? isoOf(event.time) }) as TimedReport;
  const callerAt = (at: number) => ({
    ...{ tenantId: tenantId as TenantId, actor: serviceActor(source), correlationId: event.id, at },
  });
  const isHeard = await retryOnConflict(() => hearOutside(callerAt(deps.now()), told, deps));
  if (!isHeard) count(METRICS.unmatched, source, { ...about, named: report.source.repository ?? report.services[0] });
}
