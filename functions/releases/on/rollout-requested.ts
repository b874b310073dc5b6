// Asks a store for the rollout that a person wants of a target. After a refusal, or when the store stays unavailable, the target
// shows the error.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { RolloutFailed, RolloutRequested } from '../../../entities/releases/events.ts';
import {
  isGrowth,
  type RolloutWish,
  releasedBy,
  rolloutDone,
} from '../../../entities/releases/targets/rollout.model.ts';
import type { StoreClient, StoreStatus, StoreVersion } from '../../_adapters/store/store-client.ts';
import type { BusEvent, Delivery } from '../../_kit/bus/bus-event.ts';
import { auditOf, factsOf } from '../deps.ts';
import { askStoreFor, versionOf } from '../stores/ask-store.ts';
import { changeOf } from '../stores/store-report.ts';
import type { EventsDeps } from './release-changed.ts';

const ASK: Readonly<
  Record<RolloutWish['action'], (store: StoreClient, version: StoreVersion, percentage: number) => Promise<StoreStatus>>
> = {
  ROLL_OUT: (store, version, percentage) => store.rollOut({ ...version, percentage }),
  COMPLETE: (store, version) => store.rollOut({ ...version, percentage: 100 }),
  PAUSE: (store, version) => store.pauseRollout(version),
  RESUME: (store, version) => store.resumeRollout(version),
  HALT: (store, version) => store.haltRollout(version),
};

export async function onRolloutRequested({ detail }: BusEvent, deps: EventsDeps, delivery?: Delivery): Promise<void> {
  const request = RolloutRequested.parse(detail);
  const { tenantId } = request;
  const { targetIntegrationId } = request.data;
  const asking: Parameters<typeof askStoreFor<RolloutWish & { wishId: string }>>[1] = {
    wishOf: (target) => target.rolloutWanted,
    refusal: ({ whole, wish }) =>
      isGrowth(wish.action) && whole.release.status === 'CANCELLED' ? 'The release was cancelled.' : undefined,
    async ask({ whole, target, wish: { action, percentage = 100 } }) {
      const store = await deps.outside.store(tenantId, targetIntegrationId);
      return ASK[action](store, versionOf(whole.release, target), percentage);
    },
    done(caller, { whole, target, wish }, answer) {
      const rollout = rolloutDone(wish, answer);
      const { leftToDo } = answer;
      // The store holds the change until a person sends it: nobody has it yet.
      const released = leftToDo === undefined && releasedBy(target, rollout.rolloutState, isoOf(caller.at));
      const report = released ? { status: 'RELEASED' as const } : undefined;
      const changes = { ...rollout, ...released, leftToDo };
      const told = { changes, report, isRolloutNews: true, action: 'rollout.changed' };
      return changeOf(caller, whole, target, told, deps.releases).change;
    },
    refused(caller, { whole: { release }, target }, error) {
      const changes = { rolloutWanted: undefined, rolloutError: error };
      const facts = { ...factsOf(release), targetIntegrationId, buildNumber: target.buildNumber, error };
      return {
        writes: [deps.releases.updateTarget(target, isoOf(caller.at), changes)],
        events: [RolloutFailed.create(caller, release.releaseId, facts)],
        audit: auditOf(release, 'rollout.failed', { targetIntegrationId, error }),
      };
    },
  };
  await askStoreFor(request, asking, deps, delivery);
}
