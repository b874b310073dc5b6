// Writes what became of a departure. The event begins the next leg, whether or not there is a release: a train goes on.
import { TrainDeparted, TrainFailed } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import {
  type DepartureOutcome,
  departureOutcome,
  releaseTrainTask,
} from '../../../statemachines/release-train/release-train.contract.ts';
import { type Caller, retryOnConflict } from '../../_kit/commit.ts';
import { wordsOf } from '../../_kit/task-failure.ts';
import { auditOf, factsOf, isoOf, type TrainTaskDeps } from '../deps.ts';
import { callerOf, trainOnLeg } from './leg.ts';

const input = releaseTrainTask.extend({ outcome: departureOutcome });
function resultOf(train: TrainItem, outcome: DepartureOutcome, caller: Caller) {
  const departedAt = train.nextDepartureAt ?? isoOf(caller.at);
  const facts = { ...factsOf(train), departedAt };
  if ('error' in outcome) {
    const error = wordsOf(outcome.error);
    const event = TrainFailed.create(caller, train.trainId, { ...facts, error });
    return { changes: { lastError: error }, event, audit: auditOf(train, 'train.failed', { departedAt, error }) };
  }
  const releaseId = outcome.releaseId ?? '';
  return {
    changes: { lastReleaseId: releaseId, lastError: undefined },
    event: TrainDeparted.create(caller, train.trainId, { ...facts, releaseId }),
    audit: auditOf(train, 'train.departed', { departedAt, releaseId }),
  };
}

export async function recordDeparture(raw: unknown, deps: TrainTaskDeps): Promise<void> {
  const given = input.parse(raw);
  await retryOnConflict(async () => {
    const train = await trainOnLeg(given, deps);
    if (!train) return;
    const caller = callerOf(given, deps);
    const { changes, event, audit } = resultOf(train, given.outcome, caller);
    const leg = { leg: train.leg + 1, lastDepartureAt: train.nextDepartureAt, nextDepartureAt: undefined };
    const writes = [deps.trains.update(train, isoOf(caller.at), { ...changes, ...leg })];
    await deps.commit(caller, { writes, events: [event], audit });
  });
}
