// Looks at a promotion: evaluates its gates by the stored state of now, and says what becomes of it. Writes nothing.
import { changedFields } from '../../../entities/_base/changes.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { Changes, Write } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { isReached } from '../../../entities/environments/order.model.ts';
import { evaluate } from '../../../entities/promotions/decisions/decision-record.model.ts';
import { isForApprovers } from '../../../entities/promotions/gates/approvals.gate.ts';
import {
  expired,
  momentAfter,
  type Outcome,
  orphaned,
  outcomeOf,
  outOfReach,
  secondsToLook,
  superseded,
  verdictsHashOf,
} from '../../../entities/promotions/next-step.model.ts';
import type { EvaluationItem, PromotionItem } from '../../../entities/promotions/promotion.entity.ts';
import { isWaiting } from '../../../entities/promotions/promotion.model.ts';
import type { PromotionsDeps } from '../deps.ts';
import { type Reading, readSnapshot } from './snapshot.ts';

type Evaluation = Pick<EvaluationItem, 'record' | 'snapshot'>;

export interface Look {
  readonly outcome: Outcome;
  /** The fields that differ from the stored ones. */
  readonly changes: Changes<PromotionItem>;
  /** The evaluation, if its verdicts differ from those of the last one. */
  readonly evaluation?: Evaluation | undefined;
  readonly waitSeconds: number;
}

/** The other promotion that is executed in the place. */
async function executingIn(item: PromotionItem, { promotions }: PromotionsDeps): Promise<PromotionItem | undefined> {
  const holder = await promotions.holderOf(item);
  return holder === undefined || holder === item.promotionId ? undefined : promotions.find(item.tenantId, holder);
}

/** The newer promotion that waits in the place. */
async function newerThan(item: PromotionItem, { promotions }: PromotionsDeps): Promise<PromotionItem | undefined> {
  const [newest = ''] = await promotions.waitingAt(item, 1);
  return newest > item.promotionId ? promotions.find(item.tenantId, newest) : undefined;
}

/** The fields of a status since when it is decided and finished. */
function timesOf({ decidedAt }: PromotionItem, { status, step }: Outcome, at: string) {
  const isEnd = step === 'END';
  return {
    decidedAt: isEnd || status === 'APPROVED' ? (decidedAt ?? at) : undefined,
    finishedAt: isEnd ? at : undefined,
  };
}

const fieldsOf = (item: PromotionItem, outcome: Outcome, at: string) => ({
  ...{ status: outcome.status, statusCode: outcome.code, statusReason: outcome.reason },
  ...{ supersededBy: outcome.supersededBy, ...timesOf(item, outcome, at) },
});

/** An outcome that needs no evaluation. */
export const withoutGates = (item: PromotionItem, outcome: Outcome, at: number): Look => ({
  outcome,
  changes: changedFields(item, fieldsOf(item, outcome, isoOf(at))) as Changes<PromotionItem>,
  waitSeconds: 1,
});

/** The evaluation by a reading. People whose closed question is not enough any more are asked again, in a round of its own. */
function judged(item: PromotionItem, reading: Reading, executing: PromotionItem | undefined, at: number): Look {
  const { snapshot, opinions, approvedHash } = reading;
  const record = evaluate(snapshot);
  const isShort = record.gates.some(isForApprovers);
  const isAgain = opinions.isClosed && isShort;
  const isAsked = opinions.approvalId !== undefined && !isAgain;
  const outcome = outcomeOf({ record, isAsked, executing });
  const verdictsHash = verdictsHashOf(record);
  const isNew = verdictsHash !== item.verdictsHash;
  const changes = changedFields(item, {
    ...fieldsOf(item, outcome, snapshot.at),
    ...{ approvedHash, policyVersion: snapshot.policy.version, round: reading.round + (isAgain ? 1 : 0) },
    ...{ approvalId: isAgain ? undefined : opinions.approvalId, authors: snapshot.release.authors },
    ...(isNew && { evaluatedAt: snapshot.at, verdictsHash }),
  }) as Changes<PromotionItem>;
  const waitSeconds = secondsToLook({ ...item, ...(isNew && { evaluatedAt: snapshot.at }) }, record, at);
  return { outcome, changes, evaluation: isNew ? { record, snapshot } : undefined, waitSeconds };
}

/** How the promotion stands at `at` (epoch milliseconds). */
export async function look(item: PromotionItem, at: number, deps: PromotionsDeps): Promise<Look> {
  if (!isWaiting(item)) {
    const step = item.status === 'DEPLOYING' ? 'DEPLOY' : 'END';
    return { outcome: { status: item.status, step }, changes: {}, waitSeconds: 1 };
  }
  const newer = await newerThan(item, deps);
  if (newer) return withoutGates(item, superseded(newer), at);
  const late = expired(item, at);
  if (late) return withoutGates(item, late, at);
  const tenantId = item.tenantId as TenantId;
  const [environment, release, executing] = await Promise.all([
    deps.environments.find(tenantId, item.targetEnvironmentId),
    deps.releases.find(tenantId, item.releaseId),
    executingIn(item, deps),
  ]);
  if (!environment) return withoutGates(item, orphaned('environment', 'deleted'), at);
  if (!isReached(environment)) return withoutGates(item, outOfReach(), at);
  if (!release) return withoutGates(item, orphaned('release', 'deleted'), at);
  if (release.status === 'CANCELLED') return withoutGates(item, orphaned('release', 'cancelled'), at);
  const moment = Date.parse(momentAfter(item.evaluatedAt, at));
  return judged(item, await readSnapshot(item, environment, release, moment, deps), executing, at);
}

/** The writes of a look: of the promotion, and of an evaluation that differs from the last one. `changes` are all of the promotion. */
export const writesOf = (
  item: PromotionItem,
  at: string,
  changes: Changes<PromotionItem>,
  { evaluation }: Look,
  { promotions }: Pick<PromotionsDeps, 'promotions'>,
): Write[] => [
  ...promotions.update(item, at, changes),
  ...(evaluation ? [promotions.keepEvaluation(item, evaluation)] : []),
];
