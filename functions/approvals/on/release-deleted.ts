// Deletes the approvals of a deleted release, decided or not. The decisions stay in the audit trail.
import { ReleaseDeleted } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import type { BackgroundDeps } from '../deps.ts';

export async function onReleaseDeleted({ detail }: BusEvent, deps: BackgroundDeps): Promise<void> {
  const { tenantId, data } = ReleaseDeleted.parse(detail);
  await deps.approvals.removeOf(tenantId, data.releaseId);
}
