// A wish to a store: written on the target, and put to the store by the consumer of its event.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { StoreActionRequested } from '../../../entities/releases/events.ts';
import type { StoreAction } from '../../../entities/releases/lifecycle/status.model.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import type { Caller } from '../../_kit/save.ts';
import { factsOf } from '../deps.ts';

/** The changes of a target whose store is to be asked, and the event that makes the events function ask it. */
export function wishOf(
  caller: Caller,
  release: ReleaseItem,
  { targetIntegrationId, buildNumber }: ReleaseTargetItem,
  action: StoreAction,
  forRelease?: { readonly releaseId: string; readonly releaseKey: string },
) {
  const wishId = newId<'StoreWish'>(caller.at);
  const requestedAt = isoOf(caller.at);
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, action, wishId };
  return {
    changes: {
      storeWanted: { action, wishId, requestedAt, ...(forRelease ? { forRelease } : {}) },
      storeError: undefined,
    },
    event: StoreActionRequested.create(caller, release.releaseId, facts),
  };
}
