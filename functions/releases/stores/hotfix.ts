// A hotfix overtakes: while a hotfix of a service is under way, the other releases of the service are not submitted to stores. They
// go on when it ends.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseBlocked, ReleaseUnblocked } from '../../../entities/releases/events.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/status.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, type BackgroundDeps, factsOf } from '../deps.ts';

/** True if the release has to wait for a hotfix. The wait is saved on condition that the hotfix is still under way. */
export async function isHeldBack({ release }: WholeRelease, caller: Caller, deps: BackgroundDeps): Promise<boolean> {
  const { tenantId, service, releaseType } = release;
  const { hotfixes } = deps.releases;
  const hotfix = releaseType === 'HOTFIX' ? undefined : await hotfixes.ongoing(tenantId, service);
  if (!hotfix) return false;
  const changes = { blockedByReleaseId: hotfix.releaseId, blockedByReleaseKey: hotfix.releaseKey };
  await deps.save(caller, {
    writes: [
      deps.releases.update(release, isoOf(caller.at), changes),
      hotfixes.hold(release),
      hotfixes.stillOngoing(hotfix),
    ],
    events: [ReleaseBlocked.create(caller, release.releaseId, { ...factsOf(release), ...changes })],
    audit: auditOf(release, 'release.blocked', changes),
  });
  return true;
}

interface Hotfix {
  readonly service: string;
  /** The status in which it ended. */
  readonly status: string;
}

/** Also removes the record of a blocked release that was deleted meanwhile. */
async function letGo(
  caller: Caller,
  { service, status: hotfixStatus }: Hotfix,
  releaseId: string,
  deps: BackgroundDeps,
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

/** Unblocks the releases of a service after the end of a hotfix; another hotfix blocks them again. */
export async function letAllGo(caller: Caller, hotfix: Hotfix, deps: BackgroundDeps): Promise<void> {
  for (const releaseId of await deps.releases.hotfixes.heldBack(caller.tenantId, hotfix.service)) {
    await retryOnConflict(() => letGo(caller, hotfix, releaseId, deps));
  }
}
