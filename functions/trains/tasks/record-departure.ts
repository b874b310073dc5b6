// Stores the outcome of a departure. The event begins the next leg, with or without a release: a train continues until its
// rule ends.
import type { Envelope } from '../../../entities/_base/events.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TrainDeparted, TrainDepartureSkipped, TrainFailed } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import { stillSkipped } from '../../../entities/trains/train.model.ts';
import {
  type DepartureOutcome,
  departureOutcome,
  releaseTrainTask,
} from '../../../statemachines/release-train/release-train.contract.ts';
import { type Caller, type Change, retryOnConflict } from '../../_kit/save.ts';
import { wordsOf } from '../../_kit/workflow/task.ts';
import { afterDeparture } from '../after-departure.ts';
import { auditOf, factsOf, type TrainTaskDeps } from '../deps.ts';
import { callerOf, trainOnLeg } from './leg.ts';

const input = releaseTrainTask.extend({ outcome: departureOutcome });
interface Result {
  readonly changes: Changes<TrainItem>;
  readonly event: Envelope;
  readonly audit: Change['audit'];
}

function resultOf(train: TrainItem, outcome: DepartureOutcome, next: Changes<TrainItem>, caller: Caller): Result {
  const departedAt = train.nextDepartureAt ?? isoOf(caller.at);
  const facts = { ...factsOf(train), departedAt };
  if ('error' in outcome) {
    const error = wordsOf(outcome.error);
    const { nextDepartureAt } = next;
    const event = TrainFailed.create(caller, train.trainId, { ...facts, error, nextDepartureAt });
    return { changes: { lastError: error }, event, audit: auditOf(train, 'train.failed', { departedAt, error }) };
  }
  if (outcome.unchangedSince !== undefined) {
    const told = { departureAt: departedAt, cause: 'UNCHANGED' as const, reason: outcome.unchangedSince };
    const { nextDepartureAt } = next;
    return {
      changes: { lastError: undefined },
      event: TrainDepartureSkipped.create(caller, train.trainId, { ...factsOf(train), ...told, nextDepartureAt }),
      audit: auditOf(train, 'train.departure_skipped', told),
    };
  }
  const releaseId = outcome.releaseId ?? '';
  return {
    changes: { lastReleaseId: releaseId, lastError: undefined },
    event: TrainDeparted.create(caller, train.trainId, { ...facts, releaseId }),
    audit: auditOf(train, 'train.departed', { departedAt, releaseId }),
  };
}

/** If the rule cannot be computed, the next plan-departure task stops the train and gives the reason. */
function nextOf(train: TrainItem, caller: Caller): ReturnType<typeof afterDeparture> {
  try {
    return afterDeparture(train, caller);
  } catch {
    return { changes: { leg: train.leg + 1, nextDepartureAt: undefined }, tell: () => [] };
  }
}

export async function recordDeparture(raw: unknown, deps: TrainTaskDeps): Promise<void> {
  const given = input.parse(raw);
  await retryOnConflict(async () => {
    const train = await trainOnLeg(given, deps);
    if (!train) return;
    const caller = callerOf(given, deps);
    const done = { ...train, lastDepartureAt: train.nextDepartureAt } as TrainItem;
    const next = nextOf(done, caller);
    const { changes, event, audit } = resultOf(train, given.outcome, next.changes, caller);
    const kept = {
      lastDepartureAt: train.nextDepartureAt,
      skippedDepartures: stillSkipped(train.skippedDepartures, caller.at),
    };
    const writes = [deps.trains.update(train, isoOf(caller.at), { ...kept, ...next.changes, ...changes })];
    await deps.save(caller, { writes, events: [event, ...next.tell()], audit });
  });
}
