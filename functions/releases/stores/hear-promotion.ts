// Applies the state of a promotion to the SERVER target that it was requested for: after an event about it, after the wish to withdraw it,
// and at a look. The stored promotion decides, so that late, repeated and reordered events change nothing.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { StoreActionFailed, StoreActionRequested } from '../../../entities/releases/events.ts';
import type { ReleaseItem } from '../../../entities/releases/release.entity.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { isCancellable } from '../../../entities/releases/targets/promotion-answer.model.ts';
import { hearStore } from '../../../entities/releases/targets/store-answer.model.ts';
import { isWithPromotion } from '../../../entities/releases/targets/target.model.ts';
import type { StoreStatus } from '../../_adapters/store/store-client.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { type BackgroundDeps, callerAt, factsOf } from '../deps.ts';
import type { Outside } from '../outside.ts';
import { versionOf } from './ask-store.ts';
import { changeOfAnswer } from './store-report.ts';

interface Named {
  readonly tenantId: string;
  readonly correlationId: string;
  readonly releaseId: string;
  readonly promotionId: string;
}

export type HearingDeps = BackgroundDeps & { readonly outside: Pick<Outside, 'store'> };

/** The end of the wish to withdraw, once its promotion can be cancelled no more; `isLook` asks again for one that still waits. */
function wishAfter(
  caller: Caller,
  { release }: WholeRelease,
  target: ReleaseTargetItem,
  answer: StoreStatus,
  isLook: boolean,
) {
  const { storeWanted: wish, targetIntegrationId, buildNumber, submissionId } = target;
  if (wish?.action !== 'WITHDRAW') return undefined;
  const { action, wishId } = wish;
  const facts = { ...factsOf(release), targetIntegrationId, buildNumber, action };
  if (isCancellable(answer)) {
    const again = () => [StoreActionRequested.create(caller, release.releaseId, { ...facts, wishId, submissionId })];
    return isLook ? { changes: {}, events: again() } : undefined;
  }
  const isLate = answer.storeState === 'DEPLOYING' || answer.state === 'RELEASED';
  const storeError = isLate ? `It came too late: its promotion is ${answer.storeState}.` : undefined;
  return {
    changes: { storeWanted: undefined, storeError },
    events: isLate ? [StoreActionFailed.create(caller, release.releaseId, { ...facts, error: storeError ?? '' })] : [],
  };
}

/** A promotion is not requested any more for a release that was cancelled. */
const asOf = ({ status }: ReleaseItem, answer: StoreStatus): StoreStatus =>
  status === 'CANCELLED' && answer.storeState === 'REQUESTED' ? { state: 'WITHDRAWN', storeState: 'MISSING' } : answer;

export async function hearPromotion(
  { tenantId, correlationId, releaseId, promotionId }: Named,
  deps: HearingDeps,
  isLook = false,
): Promise<void> {
  await retryOnConflict(async () => {
    const whole = await deps.releases.whole(tenantId as TenantId, releaseId);
    const target = whole.targets.find((item) => isWithPromotion(item, promotionId));
    if (!target) return;
    const store = await deps.outside.store(tenantId, target.targetIntegrationId);
    const answer = asOf(whole.release, await store.status(versionOf(whole.release, target)));
    const caller = callerAt(tenantId, deps.now(), correlationId);
    const wish = wishAfter(caller, whole, target, answer, isLook);
    const { report, isNamed } = hearStore(whole.release, target, 'SERVER', answer, isoOf(caller.at));
    if (!report && !isNamed && !wish && answer.storeState === target.storeState) return;
    const more = { changes: {}, ...wish, action: 'store.answered' };
    await deps.save(caller, changeOfAnswer(caller, whole, target, 'SERVER', answer, more, deps.releases).change);
  });
}
