// A release was changed by hand: a workflow that waits for another plan than the present one plans again, and another
// targetReleaseDate is watched from now on. The watch over the one before finds that it is not the date any more. Chat or tickets
// that the release was given are recorded and looked after as at its creation; what it used before stays recorded, and whoever
// reads the records looks at the release.
import { ReleaseUpdated } from '../../../entities/releases/events.ts';
import { releaseDeadline } from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { callerAt } from '../deps.ts';
import { forgetDeleted } from '../uses/forget-integration.ts';
import { recordUses } from '../uses/uses.ts';
import { endWaitIfOver, restartStoreWait } from '../workflow/plan.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onReleaseUpdated({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = ReleaseUpdated.parse(detail);
  const { releaseId, revision, targetReleaseDate } = data;
  if (!(await recordUses(tenantId, data, data, deps))) return;
  await forgetDeleted(callerAt(tenantId, deps.now(), correlationId, actor), releaseId, data, deps);
  await endWaitIfOver(tenantId, releaseId, deps);
  await restartStoreWait(tenantId, releaseId, data.changed.includes('submitAt'), deps);
  if (targetReleaseDate !== undefined) {
    await deps.start(releaseDeadline, { tenantId, releaseId, targetReleaseDate, revision, lap: 1 });
  }
}
