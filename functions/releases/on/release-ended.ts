// A release is out or given up: its workflow is woken, and if it was a hotfix, so are those of the releases it held back.
import * as z from 'zod';
import { ReleaseUnblocked } from '../../../entities/releases/events.ts';
import { isOngoing } from '../../../entities/releases/lifecycle.model.ts';
import type { BusEvent } from '../../_kit/bus-event.ts';
import { type Caller, retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, callerAt, factsOf, isoOf } from '../deps.ts';
import { type EventsDeps, onReleaseChanged } from './release-changed.ts';

const aboutRelease = z.object({
  tenantId: z.string(),
  correlationId: z.string(),
  data: z.object({ releaseId: z.string() }),
});

/** Also forgets a release that was held back and has ended meanwhile. */
async function letGo(caller: Caller, releaseId: string, deps: EventsDeps): Promise<void> {
  const { release } = await deps.releases.whole(caller.tenantId, releaseId);
  const { blockedByReleaseId, blockedByReleaseKey } = release;
  const changes = { blockedByReleaseId: undefined, blockedByReleaseKey: undefined };
  await deps.commit(caller, {
    writes: [deps.releases.update(release, isoOf(caller.at), changes), deps.releases.hotfixes.letGo(release)],
    events: isOngoing(release.status) ? [ReleaseUnblocked.create(caller, releaseId, factsOf(release))] : [],
    audit: auditOf(release, 'release.unblocked', { blockedByReleaseId, blockedByReleaseKey }),
  });
}

export async function onReleaseEnded(event: BusEvent, deps: EventsDeps): Promise<void> {
  await onReleaseChanged(event, deps);
  const { tenantId, correlationId, data } = aboutRelease.parse(event.detail);
  const { release } = await deps.releases.whole(tenantId as never, data.releaseId);
  if (release.releaseType !== 'HOTFIX') return;
  const caller = callerAt(tenantId, deps.now(), correlationId);
  for (const releaseId of await deps.releases.hotfixes.heldBack(tenantId, release.service)) {
    await retryOnConflict(() => letGo(caller, releaseId, deps));
  }
}
