// A hotfix overtakes: while one of a service is under way, the other releases of that service are not handed to stores.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { ReleaseBlocked } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { Caller } from '../../_kit/save.ts';
import { auditOf, type BackgroundDeps, factsOf } from '../deps.ts';

/** True when the release has to wait: then that is written, under the condition that the hotfix is still under way. */
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
