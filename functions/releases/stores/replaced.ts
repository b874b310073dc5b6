// Marks the releases that a submission replaces at its store: Google Play drops a staged rollout for the next release on the track, and
// the App Store gives the id of a withdrawn version to the next one.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { isOngoing } from '../../../entities/releases/lifecycle/status.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { type Neighbour, neighboursOf, type RoomDeps } from './in-the-way.ts';
import { changeOf } from './store-report.ts';

const STAGED: readonly unknown[] = ['ROLLING_OUT', 'HALTED', 'PAUSED'];

/** True for a rollout of another release that the submission ends before all users have the version. */
export const isStagedOnPlay = (type: TargetType, { target, whole }: Neighbour): boolean =>
  type === 'PLAY_STORE' &&
  (isOngoing(whole.release.status) || whole.release.status === 'CANCELLED') &&
  (target.targetStatus === 'SUBMITTED' || target.targetStatus === 'APPROVED') &&
  STAGED.includes(target.rolloutState);

/** A repetition changes nothing. */
export async function markReplaced(
  caller: Caller,
  whole: WholeRelease,
  submitted: {
    readonly targetIntegrationId: string;
    readonly versionId: string | undefined;
    readonly type: TargetType;
  },
  deps: RoomDeps,
): Promise<void> {
  const { targetIntegrationId, versionId, type } = submitted;
  const { releaseId, releaseKey } = whole.release;
  for (const found of await neighboursOf(whole, targetIntegrationId, deps)) {
    await retryOnConflict(async () => {
      const fresh = await deps.releases.whole(caller.tenantId, found.whole.release.releaseId);
      const target = fresh.targets.find((item) => item.targetIntegrationId === targetIntegrationId);
      if (!target) return;
      const neighbour = { whole: fresh, target };
      if (isStagedOnPlay(type, neighbour)) {
        const changes = {
          ...{ targetStatus: 'REPLACED' as const, replacedAt: isoOf(caller.at), replacedBy: { releaseId, releaseKey } },
          ...{ rolloutWanted: undefined, storeWanted: undefined },
        };
        const report = { status: 'REPLACED' as const };
        await deps.save(caller, changeOf(caller, fresh, target, { changes, report }, deps.releases).change);
      } else if (
        type === 'APP_STORE' &&
        versionId !== undefined &&
        target.versionId === versionId &&
        target.targetStatus !== 'RELEASED'
      ) {
        const told = { changes: { versionId: undefined }, action: 'target.place_given_up' };
        await deps.save(caller, changeOf(caller, fresh, target, told, deps.releases).change);
      }
    });
  }
}
