// A release reaches an environment only after it was deployed and verified in the environments before it. The request of a target waits until
// it was; other requests are refused. Reports of other systems count where no approvals are asked. A rollback goes back to what was verified
// before.
import { isoOf } from '../../_base/time/iso.ts';
import type { Snapshot } from '../decisions/snapshot.model.ts';
import { failed, type Gate, passed, pending } from './gate.ts';

const MINUTE_MS = 60_000;
const UNDER_WAY = ['PENDING', 'IN_PROGRESS'];

function verdictOf({ name, deployment, isReported }: Snapshot['sources'][number], { at, isOfTarget }: Snapshot) {
  const missing = isOfTarget ? pending : failed;
  if (deployment === null && isReported) {
    const text = `Another system reported it to ${name}, past the approvals there: promote it to ${name} first.`;
    return missing('promotion_order.reported', text);
  }
  if (deployment === null) return missing('promotion_order.not_deployed', `It was not deployed to ${name} yet.`);
  const { status, finishedAt, soakMinutes } = deployment;
  if (UNDER_WAY.includes(status)) {
    return pending('promotion_order.deploying', `Its deployment to ${name} is under way.`);
  }
  if (status !== 'SUCCEEDED' || finishedAt === null) {
    return missing('promotion_order.not_succeeded', `Its last deployment to ${name} is ${status}.`, { status });
  }
  const verifiedAt = isoOf(Date.parse(finishedAt) + soakMinutes * MINUTE_MS);
  return verifiedAt <= at
    ? passed('promotion_order.verified', `It is verified in ${name}.`, { verifiedAt })
    : pending('promotion_order.soaking', `It is verified in ${name} at ${verifiedAt}.`, { verifiedAt });
}

export const promotionOrderGate: Gate = (snapshot) => {
  const { sources, isRollback } = snapshot;
  if (isRollback) return passed('promotion_order.rollback', 'A rollback follows no order.');
  if (sources.length === 0) return passed('promotion_order.first', 'No environment comes before it.');
  const verdicts = sources.map((source) => verdictOf(source, snapshot));
  const open =
    verdicts.find(({ status }) => status === 'FAILED') ?? verdicts.find(({ status }) => status === 'PENDING');
  return open ?? passed('promotion_order.verified', `It is verified in ${sources.map(({ name }) => name).join(', ')}.`);
};
