// A release is out or given up: its workflow is woken, and if it was a hotfix, so are those of the releases it held back.
import * as z from 'zod';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseUnblocked } from '../../../entities/releases/events.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/lifecycle.model.ts';
import type { BusEvent } from '../../_kit/bus/bus-event.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, callerAt, factsOf } from '../deps.ts';
import { measureStatus } from '../workflow/wait-metrics.ts';
import { type EventsDeps, onReleaseChanged } from './release-changed.ts';

const aboutRelease = z.object({
  tenantId: z.string(),
  correlationId: z.string(),
  data: z.object({ releaseId: z.string() }),
});

interface Hotfix {
  readonly service: string;
  /** How it ended. */
  readonly status: string;
}

/** Also forgets a release that was held back and has ended meanwhile. */
async function letGo(
  caller: Caller,
  { service, status: hotfixStatus }: Hotfix,
  releaseId: string,
  deps: EventsDeps,
): Promise<void> {
  const whole = await unlessGone('release', deps.releases.whole(caller.tenantId, releaseId));
  if (!whole) return deps.releases.hotfixes.forget(caller.tenantId, service, releaseId);
  const { release } = whole;
  const { blockedByReleaseId, blockedByReleaseKey } = release;
  const changes = { blockedByReleaseId: undefined, blockedByReleaseKey: undefined };
  await deps.save(caller, {
    writes: [deps.releases.update(release, isoOf(caller.at), changes), deps.releases.hotfixes.letGo(release)],
    events: isOngoing(release.status)
      ? [
          ReleaseUnblocked.create(caller, releaseId, {
            ...factsOf(release),
            ...{ hotfixKey: blockedByReleaseKey, hotfixStatus },
          }),
        ]
      : [],
    audit: auditOf(release, 'release.unblocked', { blockedByReleaseId, blockedByReleaseKey }),
  });
}

/** The releases of a service that waited for a hotfix which is over; another one holds them back again. */
export async function letAllGo(caller: Caller, hotfix: Hotfix, deps: EventsDeps): Promise<void> {
  for (const releaseId of await deps.releases.hotfixes.heldBack(caller.tenantId, hotfix.service)) {
    await retryOnConflict(() => letGo(caller, hotfix, releaseId, deps));
  }
}

export async function onReleaseEnded(event: BusEvent, deps: EventsDeps): Promise<void> {
  await onReleaseChanged(event, deps);
  const { tenantId, correlationId, data } = aboutRelease.parse(event.detail);
  const { release } = await deps.releases.whole(tenantId as TenantId, data.releaseId);
  measureStatus(release.status);
  if (release.releaseType === 'HOTFIX') await letAllGo(callerAt(tenantId, deps.now(), correlationId), release, deps);
}
