// Asks a store for the wanted rollout. The queue retries an unavailable store for twelve minutes; then, after a
// refusal, or for a longer stated wait, the target shows the error. Stores answer a repeated request with the state:
// repeating is safe.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { RolloutFailed, RolloutRequested } from '../../../entities/releases/events.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import {
  isGrowth,
  type RolloutWish,
  releasedBy,
  rolloutDone,
} from '../../../entities/releases/targets/rollout.model.ts';
import type { StoreClient, StoreStatus, StoreVersion } from '../../_adapters/store/store-client.ts';
import type { BusEvent, Delivery } from '../../_kit/bus/bus-event.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf, callerAt, factsOf } from '../deps.ts';
import { lossOf } from '../stores/lost-wish.ts';
import { changeOf } from '../stores/store-report.ts';
import { versionOf } from '../stores/stored-version.ts';
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

/** The target, if this is still what is wanted of it. */
function wantedOf({ targets }: WholeRelease, targetIntegrationId: string, wishId: string) {
  const target = targets.find((item) => item.targetIntegrationId === targetIntegrationId);
  const wish = target?.rolloutWanted;
  return target && wish?.wishId === wishId ? { target, wish } : undefined;
}

function done(caller: Caller, whole: WholeRelease, target: ReleaseTargetItem, answer: StoreStatus, deps: EventsDeps) {
  const rollout = rolloutDone(target.rolloutWanted ?? { action: 'ROLL_OUT' }, answer);
  const released = releasedBy(target, rollout.rolloutState, isoOf(caller.at));
  const report = released && { status: 'RELEASED' as const };
  const told = { changes: { ...rollout, ...released }, report, isRolloutNews: true, action: 'rollout.changed' };
  return deps.save(caller, changeOf(caller, whole, target, told, deps.releases).change);
}

function refused(
  caller: Caller,
  { release }: WholeRelease,
  target: ReleaseTargetItem,
  error: string,
  deps: EventsDeps,
) {
  const { targetIntegrationId, buildNumber } = target;
  const changes = { rolloutWanted: undefined, rolloutError: error };
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, error };
  return deps.save(caller, {
    writes: [deps.releases.updateTarget(target, isoOf(caller.at), changes)],
    events: [RolloutFailed.create(caller, release.releaseId, facts)],
    audit: auditOf(release, 'rollout.failed', { targetIntegrationId, error }),
  });
}

export async function onRolloutRequested({ detail }: BusEvent, deps: EventsDeps, delivery?: Delivery): Promise<void> {
  const { tenantId, correlationId, data } = RolloutRequested.parse(detail);
  const { releaseId, targetIntegrationId, wishId } = data;
  const load = () => deps.releases.whole(tenantId, releaseId);
  const whole = await load();
  const wanted = wantedOf(whole, targetIntegrationId, wishId);
  if (!wanted) return;
  const { action, percentage = 100 } = wanted.wish;
  const settle = (work: (caller: Caller, now: WholeRelease, target: ReleaseTargetItem) => Promise<void>) =>
    retryOnConflict(async () => {
      const now = await load();
      const still = wantedOf(now, targetIntegrationId, wishId);
      if (still) await work(callerAt(tenantId, deps.now(), correlationId), now, still.target);
    });
  if (isGrowth(action) && whole.release.status === 'CANCELLED') {
    return settle((caller, now, target) => refused(caller, now, target, 'The release was cancelled.', deps));
  }
  let answer: StoreStatus;
  try {
    const store = await deps.outside.store(tenantId, targetIntegrationId);
    answer = await ASK[action](store, versionOf(whole.release, wanted.target), percentage);
  } catch (error) {
    const loss = lossOf(error, delivery, deps.now());
    if (loss === undefined) throw error;
    await settle((caller, now, target) => refused(caller, now, target, loss, deps));
    if (!isDomainError(error)) throw error;
    return;
  }
  await settle((caller, now, target) => done(caller, now, target, answer, deps));
}
