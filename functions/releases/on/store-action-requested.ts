// Asks a store for the action on a target that a person wants beside its rollout, or that a hotfix needs and a person agreed to:
// withdraw the version, release it, or refresh its state.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { StoreActionFailed, StoreActionRequested } from '../../../entities/releases/events.ts';
import type { StoreAction } from '../../../entities/releases/lifecycle/status.model.ts';
import { assertMayAskStore } from '../../../entities/releases/targets/submission.model.ts';
import type { StoreClient, StoreStatus, StoreVersion } from '../../_adapters/store/store-client.ts';
import type { BusEvent, Delivery } from '../../_kit/bus/bus-event.ts';
import type { Caller } from '../../_kit/save.ts';
import { auditOf, factsOf } from '../deps.ts';
import { askStoreFor, versionOf, type Wanted } from '../stores/ask-store.ts';
import { hearPromotion } from '../stores/hear-promotion.ts';
import { changeOfAnswer } from '../stores/store-report.ts';
import type { EventsDeps } from './release-changed.ts';

const ASK: Readonly<Record<StoreAction, (store: StoreClient, version: StoreVersion) => Promise<StoreStatus>>> = {
  WITHDRAW: (store, version) => store.withdraw(version),
  RELEASE: (store, version) => store.release(version),
  REFRESH: (store, version) => store.status(version),
};

/** A target in these states is withdrawn too late: it stays as it is. */
const TOO_LATE: readonly string[] = ['RELEASED', 'ROLLING_OUT'];

type StoreWish = { readonly action: StoreAction; readonly wishId: string };

function failure(caller: Caller, { whole: { release }, target, wish }: Wanted<StoreWish>, error: string) {
  const { targetIntegrationId, buildNumber } = target;
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, error };
  return StoreActionFailed.create(caller, release.releaseId, { ...facts, action: wish.action });
}

export async function onStoreActionRequested({ detail }: BusEvent, deps: EventsDeps, delivery?: Delivery) {
  const request = StoreActionRequested.parse(detail);
  const { tenantId } = request;
  const { targetIntegrationId } = request.data;
  const ref = { kind: 'TARGET' as const, integrationId: targetIntegrationId };
  const integrations = await deps.integrations.getMany(tenantId, [ref]);
  const type = integrations.get(targetIntegrationId)?.type as TargetType;
  if (type === 'SERVER' && request.data.action === 'WITHDRAW') {
    // Promotions hear of it too, and cancel the promotion; its end answers the wish.
    const { correlationId, data } = request;
    return hearPromotion(
      { tenantId, correlationId, promotionId: data.submissionId ?? '', releaseId: data.releaseId },
      deps,
    );
  }
  const asking: Parameters<typeof askStoreFor<StoreWish>>[1] = {
    wishOf: (target) => target.storeWanted as StoreWish | undefined,
    async ask({ whole, target, wish: { action } }) {
      // The state may have changed since the wish: no target of a cancelled release is released.
      assertMayAskStore(whole.release, target, type, action);
      const store = await deps.outside.store(tenantId, targetIntegrationId);
      return ASK[action](store, versionOf(whole.release, target));
    },
    done(caller, wanted, answer) {
      const isLate = wanted.wish.action === 'WITHDRAW' && TOO_LATE.includes(answer.state);
      const storeError = isLate ? `It came too late: the store has it as ${answer.storeState}.` : undefined;
      const events = storeError === undefined ? [] : [failure(caller, wanted, storeError)];
      const more = { changes: { storeWanted: undefined, storeError }, events, action: 'store.answered' };
      return changeOfAnswer(caller, wanted.whole, wanted.target, type, answer, more, deps.releases).change;
    },
    refused(caller, wanted, error) {
      const changes = { storeWanted: undefined, storeError: error };
      return {
        writes: [deps.releases.updateTarget(wanted.target, isoOf(caller.at), changes)],
        events: [failure(caller, wanted, error)],
        audit: auditOf(wanted.whole.release, 'store.refused', {
          ...{ targetIntegrationId, action: wanted.wish.action, error },
        }),
      };
    },
  };
  await askStoreFor(request, asking, deps, delivery);
}
