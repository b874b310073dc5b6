// A release was changed by hand: a workflow that waits for another plan than the present one plans again, and another
// targetReleaseDate is watched from now on. The watch over the one before finds that it is not the date any more.
import { ReleaseUpdated } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import { endWaitIfOver } from '../plan.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onReleaseUpdated({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, data } = ReleaseUpdated.parse(detail);
  const { releaseId, revision, targetReleaseDate } = data;
  await endWaitIfOver(tenantId, releaseId, deps);
  if (targetReleaseDate !== undefined) {
    await deps.deadlines.start({ tenantId, releaseId, targetReleaseDate, revision, lap: 1 });
  }
}
