// Deletes the approvals of a deleted release, answered or not. The decisions stay in the audit trail.
import { ReleaseDeleted } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { ApprovalEventsDeps } from './decision-requested.ts';

export async function onReleaseDeleted({ detail }: BusEvent, deps: ApprovalEventsDeps): Promise<void> {
  const { tenantId, data } = ReleaseDeleted.parse(detail);
  await deps.approvals.removeOf(tenantId, data.releaseId);
}
