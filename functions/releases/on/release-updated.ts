// Follows a person's change of a release: restarts a wait for the former planned date, and starts the watch over a new
// targetReleaseDate (the old watch ends when it finds another date). Records new uses of integrations as at the creation; records of
// former uses stay, and their readers look at the release.
import { ReleaseUpdated } from '../../../entities/releases/events.ts';
import { releaseDeadline } from '../../../statemachines/release-deadline/release-deadline.contract.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { callerAt } from '../deps.ts';
import { recordUses, removeDeleted } from '../uses.ts';
import { endWaitIfOver, restartStoreWait } from '../workflow/next-step.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onReleaseUpdated({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, actor, correlationId, data } = ReleaseUpdated.parse(detail);
  const { releaseId, revision, targetReleaseDate } = data;
  if (!(await recordUses(tenantId, data, data, deps))) return;
  await removeDeleted(callerAt(tenantId, deps.now(), correlationId, actor), releaseId, data, deps);
  await endWaitIfOver(tenantId, releaseId, deps);
  await restartStoreWait(tenantId, releaseId, data.changed.includes('submitAt'), deps);
  if (targetReleaseDate !== undefined) {
    await deps.start(releaseDeadline, { tenantId, releaseId, targetReleaseDate, revision, lap: 1 });
  }
}
