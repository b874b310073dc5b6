// Follows the deletion of a release: ends its workflow, unblocks the releases that it blocked, and removes its remaining items. The
// release item does not exist any more, so everything comes from the event.
import { ReleaseDeleted } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { callerAt } from '../deps.ts';
import { letAllGo } from '../stores/hotfix.ts';
import { forgetUses } from '../uses.ts';
import { endWaitIfOver } from '../workflow/next-step.ts';
import type { EventsDeps } from './release-changed.ts';

export async function onReleaseDeleted({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, correlationId, data } = ReleaseDeleted.parse(detail);
  const { releaseId, service, releaseType, branchRelease } = data;
  await endWaitIfOver(tenantId, releaseId, deps);
  await deps.remains.remove({ tenantId, releaseId, service, branchRelease });
  // The event of its end may have come only after the deletion, when the release was not found.
  if (releaseType === 'HOTFIX') {
    await letAllGo(callerAt(tenantId, deps.now(), correlationId), { service, status: 'DELETED' }, deps);
  }
  await forgetUses(tenantId, releaseId, data, deps);
}
