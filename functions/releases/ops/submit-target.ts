// Requests the submission of a target: one that waits for a person, the same build again, or one that another version blocks. The
// workflow submits it. A blocking version of ours is withdrawn by its own release.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TargetSubmissionRequested } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { submitTarget as decide } from '../../../entities/releases/targets/submission.model.ts';
import { isWithStore } from '../../../entities/releases/targets/target.model.ts';
import { unlessGone } from '../../_kit/bus/gone.ts';
import type { Caller } from '../../_kit/save.ts';
import { showTarget } from '../actions.ts';
import { targetOf } from '../changes.ts';
import { auditOf, factsOf, type Ops, type ReleasesDeps } from '../deps.ts';
import { wishOf } from '../stores/wishes.ts';
import { closeCycle, movedTo, newTriggerId, writesOf } from '../workflow/moves.ts';

/** Requests the withdrawal of the blocking version, if a release of ours submitted it. */
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

export const submitTarget: Ops['submitTarget'] = async (call, deps) => {
  const { caller, body } = call;
  const { whole, target, integrations } = await targetOf(call, deps);
  const { release } = whole;
  const at = isoOf(caller.at);
  const { targetIntegrationId, inTheWay } = target;
  const decided = decide(whole, target, body, at, newTriggerId);
  const submitted = { ...decided.targets.get(targetIntegrationId), submitRequestedBy: caller.actor };
  const move = { ...decided, targets: new Map([...decided.targets, [targetIntegrationId, submitted]]) };
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
    { body: showTarget(caller, movedTo(whole, move), after, integrations) },
  );
};
