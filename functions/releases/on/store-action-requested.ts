// Asks a store for an action on a target that a person, or a hotfix that a person confirmed, wants beside its rollout:
// withdraw the version, release it, or refresh its state. As with rollouts, the queue retries for twelve minutes.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { StoreActionFailed, StoreActionRequested } from '../../../entities/releases/events.ts';
import type { StoreAction } from '../../../entities/releases/lifecycle/status.model.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { assertMayAskStore } from '../../../entities/releases/targets/submission.model.ts';
import type { StoreClient, StoreStatus, StoreVersion } from '../../_adapters/store/store-client.ts';
import type { BusEvent, Delivery } from '../../_kit/bus/bus-event.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, callerAt, factsOf } from '../deps.ts';
import { lossOf } from '../stores/lost-wish.ts';
import { changeOfAnswer } from '../stores/store-report.ts';
import { versionOf } from '../stores/stored-version.ts';
import type { EventsDeps } from './release-changed.ts';

const ASK: Readonly<Record<StoreAction, (store: StoreClient, version: StoreVersion) => Promise<StoreStatus>>> = {
  WITHDRAW: (store, version) => store.withdraw(version),
  RELEASE: (store, version) => store.release(version),
  REFRESH: (store, version) => store.status(version),
};

/** A target in these states is withdrawn too late: it stays as it is. */
const TOO_LATE: readonly string[] = ['RELEASED', 'ROLLING_OUT'];

function wantedOf({ targets }: WholeRelease, targetIntegrationId: string, wishId: string) {
  const target = targets.find((item) => item.targetIntegrationId === targetIntegrationId);
  const wish = target?.storeWanted;
  return target && wish?.wishId === wishId ? { target, wish } : undefined;
}

function failure(caller: Caller, { release }: WholeRelease, target: ReleaseTargetItem, error: string) {
  const { targetIntegrationId, buildNumber, storeWanted } = target;
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, error };
  return StoreActionFailed.create(caller, release.releaseId, { ...facts, action: storeWanted?.action ?? 'REFRESH' });
}

function refused(caller: Caller, whole: WholeRelease, target: ReleaseTargetItem, error: string, deps: EventsDeps) {
  const { release } = whole;
  const { targetIntegrationId, storeWanted } = target;
  const changes = { storeWanted: undefined, storeError: error };
  return deps.save(caller, {
    writes: [deps.releases.updateTarget(target, isoOf(caller.at), changes)],
    events: [failure(caller, whole, target, error)],
    audit: auditOf(release, 'store.refused', { targetIntegrationId, action: storeWanted?.action, error }),
  });
}

function done(
  caller: Caller,
  whole: WholeRelease,
  target: ReleaseTargetItem,
  { type, answer }: { readonly type: TargetType; readonly answer: StoreStatus },
  deps: EventsDeps,
) {
  const isLate = target.storeWanted?.action === 'WITHDRAW' && TOO_LATE.includes(answer.state);
  const storeError = isLate ? `It came too late: the store has it as ${answer.storeState}.` : undefined;
  const events = storeError === undefined ? [] : [failure(caller, whole, target, storeError)];
  const more = { changes: { storeWanted: undefined, storeError }, events, action: 'store.answered' };
  const { change } = changeOfAnswer(caller, whole, target, type, answer, more, deps.releases);
  return deps.save(caller, change);
}

export async function onStoreActionRequested({ detail }: BusEvent, deps: EventsDeps, delivery?: Delivery) {
  const { tenantId, correlationId, data } = StoreActionRequested.parse(detail);
  const { releaseId, targetIntegrationId, wishId } = data;
  const load = () => deps.releases.whole(tenantId, releaseId);
  const whole = await load();
  const wanted = wantedOf(whole, targetIntegrationId, wishId);
  if (!wanted) return;
  const { action } = wanted.wish;
  const settle = (work: (caller: Caller, now: WholeRelease, target: ReleaseTargetItem) => Promise<void>) =>
    retryOnConflict(async () => {
      const now = await load();
      const still = wantedOf(now, targetIntegrationId, wishId);
      if (still) await work(callerAt(tenantId, deps.now(), correlationId), now, still.target);
    });
  const ref = { kind: 'TARGET' as const, integrationId: targetIntegrationId };
  const integrations = await deps.integrations.getMany(tenantId, [ref]);
  const type = integrations.get(targetIntegrationId)?.type as TargetType;
  let answer: StoreStatus;
  try {
    // The state since the wish counts: nothing of a cancelled release is released.
    assertMayAskStore(whole.release, wanted.target, type, action);
    const store = await deps.outside.store(tenantId, targetIntegrationId);
    answer = await ASK[action](store, versionOf(whole.release, wanted.target));
  } catch (error) {
    const loss = lossOf(error, delivery, deps.now());
    if (loss === undefined) throw error;
    await settle((caller, now, target) => refused(caller, now, target, loss, deps));
    if (!isDomainError(error)) throw error;
    return;
  }
  await settle((caller, now, target) => done(caller, now, target, { type, answer }, deps));
}
