// Looks at the stores of a release after a silence: asks each store for the state of its target, frees targets whose time of
// submission has come, and retries targets that another version blocks. A store that does not answer is asked at the next look.
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { TargetType } from '../../../entities/integrations/types/integration-types.ts';
import { releaseErrors } from '../../../entities/releases/errors.ts';
import type { WholeRelease } from '../../../entities/releases/release.view.ts';
import type { ReleaseTargetItem } from '../../../entities/releases/release-parts.entity.ts';
import { hearStore } from '../../../entities/releases/targets/store-answer.model.ts';
import { isDue } from '../../../entities/releases/targets/submission-held.model.ts';
import { isWithStore } from '../../../entities/releases/targets/target.model.ts';
import { targetRefs } from '../../../entities/releases/uses/named.model.ts';
import type { StoreStatus } from '../../_adapters/store/store-client.ts';
import { logger } from '../../_kit/logger.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { auditOf } from '../deps.ts';
import { versionOf } from '../stores/ask-store.ts';
import { hearPromotion } from '../stores/hear-promotion.ts';
import { changeOfAnswer } from '../stores/store-report.ts';
import { isLongSilent } from '../workflow/looks.ts';
import { type NextStep, nextStepOf } from '../workflow/next-step.ts';
import { callerOf, loadWhole, nextStepAfter, type ReleaseInput, releaseInput, type TaskDeps } from './step.ts';

const isRolledOut = ({ rolloutState }: ReleaseTargetItem) => rolloutState === 'ROLLING_OUT';

/** After a rejection or a withdrawal, people may submit in the store itself. */
const maySubmitThere = ({ targetStatus, withdrawnFor }: ReleaseTargetItem) =>
  targetStatus === 'REJECTED' || (targetStatus === 'WITHDRAWN' && withdrawnFor === undefined);

const isAskedAbout = (target: ReleaseTargetItem) =>
  isWithStore(target) || isRolledOut(target) || maySubmitThere(target);

async function typesOf({ release, targets }: WholeRelease, deps: TaskDeps) {
  const integrations = await deps.integrations.getMany(release.tenantId, targetRefs(targets));
  return (id: string) => integrations.get(id)?.type as TargetType | undefined;
}

async function ask(
  { release }: WholeRelease,
  target: ReleaseTargetItem,
  deps: TaskDeps,
): Promise<StoreStatus | undefined> {
  const { targetIntegrationId } = target;
  try {
    const store = await deps.outside.store(release.tenantId, targetIntegrationId);
    return await store.status(versionOf(release, target));
  } catch (error) {
    const { name, message } = error as Error;
    logger.warn('a store did not answer', { releaseId: release.releaseId, targetIntegrationId, error: name, message });
    return undefined;
  }
}

function lookAtPromotion(
  { tenantId, releaseId, executionId: correlationId }: ReleaseInput,
  { submissionId: promotionId = '' }: ReleaseTargetItem,
  deps: TaskDeps,
): Promise<void> {
  return hearPromotion({ tenantId, releaseId, correlationId, promotionId }, deps, true);
}

/** Saves the store's answer if it is news. */
async function hear(
  input: ReleaseInput,
  { targetIntegrationId }: ReleaseTargetItem,
  type: TargetType,
  answer: StoreStatus,
  deps: TaskDeps,
): Promise<void> {
  await retryOnConflict(async () => {
    const whole = await loadWhole(input, deps);
    const target = whole.targets.find((item) => item.targetIntegrationId === targetIntegrationId);
    const caller = callerOf(input, deps);
    if (!target) return;
    const heard = hearStore(whole.release, target, type, answer, isoOf(caller.at));
    if (heard.report === undefined && !heard.isRolloutNews && !heard.isNamed && !heard.isLeftNews) return;
    const more = { changes: {}, action: 'store.answered' };
    const { change } = changeOfAnswer(caller, whole, target, type, answer, more, deps.releases);
    await deps.save(caller, change);
  });
}

/** The changes of a target whose submission is free now, or whose wish was not answered. */
function freed({ release }: WholeRelease, target: ReleaseTargetItem, caller: Caller) {
  const { inTheWay, storeWanted, rolloutWanted } = target;
  if (release.status === 'CANCELLED') {
    if (!storeWanted && !rolloutWanted) return undefined;
    const storeError = 'The store did not answer; ask it again by POST …/withdraw.';
    return { storeWanted: undefined, rolloutWanted: undefined, storeError };
  }
  const at = isoOf(caller.at);
  const isItsTime = isDue(release, target, caller.at);
  const isBlocked = inTheWay !== undefined && inTheWay.agreedAt === undefined;
  if (!isItsTime && !isBlocked) return undefined;
  return {
    ...(isItsTime ? { submitRequestedAt: at } : {}),
    ...(isBlocked ? { inTheWay: { ...inTheWay, isRetried: true } } : {}),
  };
}

export async function lookAtStores(raw: unknown, deps: TaskDeps): Promise<NextStep> {
  const input = releaseInput.parse(raw);
  const found = await loadWhole(input, deps);
  const next = nextStepOf(found, deps.now());
  if (next.step !== 'AWAIT_STORES') return next;
  if (isLongSilent(found, deps.now()) && found.release.status !== 'CANCELLED') {
    throw releaseErrors.long_silence({ detail: 'No store has said anything new for 30 days; look there, and resume.' });
  }
  const typeOf = await typesOf(found, deps);
  await Promise.all(
    found.targets.map(async (target) => {
      const type = typeOf(target.targetIntegrationId);
      if (type === undefined || type === 'WEB' || !isAskedAbout(target)) return;
      if (type === 'SERVER') return lookAtPromotion(input, target, deps);
      const answer = await ask(found, target, deps);
      if (answer) await hear(input, target, type, answer, deps);
    }),
  );
  await retryOnConflict(async () => {
    const whole = await loadWhole(input, deps);
    const caller = callerOf(input, deps);
    const changes = whole.targets.flatMap((target) => {
      const change = freed(whole, target, caller);
      return change ? [deps.releases.updateTarget(target, isoOf(caller.at), change)] : [];
    });
    if (changes.length === 0) return;
    await deps.save(caller, {
      writes: [...changes, deps.releases.unchanged(whole.release)],
      events: [],
      audit: auditOf(whole.release, 'stores.looked_at', {}),
    });
  });
  return nextStepAfter(input, deps);
}
