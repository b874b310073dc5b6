// Hands a target to its store by a person's word: where that is waited for, the same build once more, or what another version
// is in the way of. The workflow does it. A version of ours that has to make room is taken back by its own release.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TargetSubmissionRequested } from '../../../entities/releases/events.ts';
import { viewTarget, type WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { submitTarget as decide } from '../../../entities/releases/targets/submission.model.ts';
import { isWithStore } from '../../../entities/releases/targets/target.model.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { Caller } from '../../_kit/save.ts';
import { auditOf, factsOf, type ReleasesDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { wishOf } from '../stores/wish.ts';
import { closeCycle } from '../workflow/cycles.ts';
import { writesOf } from '../workflow/move.ts';
import { targetOf } from './ask-store.ts';

/** Requests the withdrawal of the version in the way, if a release of ours has it with the store. */
async function makeRoom(
  caller: Caller,
  { release }: WholeRelease,
  { inTheWay, targetIntegrationId }: ReleaseTargetItem,
  deps: ReleasesDeps,
) {
  const none = { writes: [], events: [] };
  if (inTheWay?.releaseId === undefined) return none;
  const other = await unlessGone('release', deps.releases.whole(caller.tenantId, inTheWay.releaseId));
  const target = other?.targets.find((item) => item.targetIntegrationId === targetIntegrationId);
  if (!other || !target || !isWithStore(target)) return none;
  const { releaseId, releaseKey } = release;
  const hotfix = release.releaseType === 'HOTFIX' ? { releaseId, releaseKey } : undefined;
  const { changes, event } = wishOf(caller, other.release, target, 'WITHDRAW', hotfix);
  const writes = [
    deps.releases.updateTarget(target, isoOf(caller.at), changes),
    deps.releases.unchanged(other.release),
  ];
  return { writes, events: [event] };
}

export const submitTarget: Operation<typeof manifest.routes.submitTarget, ReleasesDeps> = async (call, deps) => {
  const { caller, body } = call;
  const { whole, target, integrations } = await targetOf(call, deps);
  const { release } = whole;
  const at = isoOf(caller.at);
  const move = decide(whole, target, body, at, () => newId<'Trigger'>());
  const { targetIntegrationId, inTheWay } = target;
  const after = { ...target, ...move.targets.get(targetIntegrationId) } as ReleaseTargetItem;
  const room =
    after.inTheWay?.agreedAt === undefined ? { writes: [], events: [] } : await makeRoom(caller, whole, target, deps);
  const cycle =
    move.release.status === undefined ? [] : await closeCycle(whole, { status: 'ABANDONED' }, at, deps.releases);
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber: after.buildNumber };
  return call.save(
    {
      writes: [...writesOf(whole, move, at, deps.releases), ...cycle, ...room.writes],
      events: [TargetSubmissionRequested.create(caller, release.releaseId, facts), ...room.events],
      audit: auditOf(release, 'target.submission_requested', {
        ...{ targetIntegrationId, from: target.targetStatus, buildNumber: after.buildNumber },
        ...(after.inTheWay?.agreedAt === undefined ? {} : { withdraws: inTheWay?.releaseKey ?? inTheWay?.version }),
      }),
    },
    { body: viewTarget(after, integrations) },
  );
};
