// The wishes of people to a store: an operation writes the wish on the target, and the consumer of its event asks the store.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { RolloutRequested, StoreActionRequested } from '../../../entities/releases/events.ts';
import type { StoreAction } from '../../../entities/releases/lifecycle/status.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { decideRollout, type RolloutWish } from '../../../entities/releases/targets/rollout.model.ts';
import { assertMayAskStore } from '../../../entities/releases/targets/submission.model.ts';
import type { Reply } from '../../_kit/http/http-handler.ts';
import type { Caller } from '../../_kit/save.ts';
import { changeTarget, type ReleaseCall, targetOf } from '../changes.ts';
import { factsOf, type ReleasesDeps } from '../deps.ts';

/** The changes of a target whose store is to be asked, and the event for the consumer. */
export function wishOf(
  caller: Caller,
  release: ReleaseItem,
  { targetIntegrationId, buildNumber, submissionId }: ReleaseTargetItem,
  action: StoreAction,
  forRelease?: { readonly releaseId: string; readonly releaseKey: string },
) {
  const wishId = newId<'StoreWish'>(caller.at);
  const requestedAt = isoOf(caller.at);
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, submissionId, action, wishId };
  return {
    changes: {
      storeWanted: { action, wishId, requestedAt, ...(forRelease ? { forRelease } : {}) },
      storeError: undefined,
    },
    event: StoreActionRequested.create(caller, release.releaseId, facts),
  };
}

export async function askStore(call: ReleaseCall, deps: ReleasesDeps, action: StoreAction): Promise<Reply> {
  const found = await targetOf(call, deps);
  const { release } = found.whole;
  assertMayAskStore(release, found.target, found.type, action);
  const { changes, event } = wishOf(call.caller, release, found.target, action);
  return changeTarget(call, deps, found, { changes, events: [event], action: 'store.asked', details: { action } });
}

/** A later wish replaces one that the store was not asked yet. Before the submission a percentage is kept for it. */
export async function changeRollout(call: ReleaseCall, deps: ReleasesDeps, wish: RolloutWish): Promise<Reply> {
  const { caller } = call;
  const found = await targetOf(call, deps);
  const { target, type } = found;
  const { release } = found.whole;
  const decided = decideRollout(release, target, type, wish);
  if ('planned' in decided) {
    const changes = decided.planned;
    return changeTarget(call, deps, found, { changes, events: [], action: 'rollout.planned', details: { ...wish } });
  }
  const { wanted } = decided;
  const wishId = newId<'Rollout'>(caller.at);
  const { targetIntegrationId } = target;
  return changeTarget(call, deps, found, {
    changes: { rolloutWanted: { ...wanted, wishId, requestedAt: isoOf(caller.at) }, rolloutError: undefined },
    events: [RolloutRequested.create(caller, release.releaseId, { ...factsOf(release), targetIntegrationId, wishId })],
    action: 'rollout.requested',
    details: { ...wanted },
  });
}
