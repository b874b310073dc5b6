// Follows a release's deletion: ends its workflow, lets the releases it held back go on, and removes its remaining
// items. The stored release is deleted already, so everything needed is in the event or found by it.
import { ReleaseDeleted } from '../../../entities/releases/events.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { callerAt } from '../deps.ts';
import { forgetUses } from '../uses/uses.ts';
import { endWaitIfOver } from '../workflow/plan.ts';
import type { EventsDeps } from './release-changed.ts';
import { letAllGo } from './release-ended.ts';

export async function onReleaseDeleted({ detail }: BusEvent, deps: EventsDeps): Promise<void> {
  const { tenantId, correlationId, data } = ReleaseDeleted.parse(detail);
  const { releaseId, service, releaseType, branchRelease } = data;
  await endWaitIfOver(tenantId, releaseId, deps);
  await deps.remains.remove({ tenantId, releaseId, service, branchRelease });
  // Its end may have been heard of only after it was deleted, when nobody could say what it held back. By now it is not under
  // way any more, so that nothing is held back by it again.
  if (releaseType === 'HOTFIX')
    await letAllGo(callerAt(tenantId, deps.now(), correlationId), { service, status: 'DELETED' }, deps);
  await forgetUses(tenantId, releaseId, data, deps);
}
