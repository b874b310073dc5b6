// Says when the train departs, and writes it down so that it is a fact: however often this runs, and however late, a leg has
// one departure. Departures that were missed altogether are not made up for.
import { nextDeparture } from '../../../entities/trains/departures.ts';
import { TrainStopped } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import { mayWaitUntil, NO_DEPARTURE } from '../../../entities/trains/train.model.ts';
import { releaseTrainTask } from '../../../statemachines/release-train/release-train.contract.ts';
import { type Caller, retryOnConflict } from '../../_kit/commit.ts';
import { auditOf, factsOf, isoOf, type TrainTaskDeps } from '../deps.ts';
import { callerOf, trainOnLeg } from './leg.ts';

export type Departure = { readonly step: 'WAIT'; readonly until: string } | { readonly step: 'DEPART' | 'STOP' };

export const STOP: Departure = { step: 'STOP' };
const REASON = `The schedule ${NO_DEPARTURE}.`;

async function stop(train: TrainItem, caller: Caller, deps: TrainTaskDeps): Promise<Departure> {
  const changes = { isActive: false, leg: train.leg + 1, lastError: REASON };
  await deps.commit(caller, {
    writes: [deps.trains.update(train, isoOf(caller.at), changes)],
    events: [TrainStopped.create(caller, train.trainId, { ...factsOf(train), reason: REASON })],
    audit: auditOf(train, 'train.stopped', { reason: REASON }),
  });
  return STOP;
}

/** The departure of this leg, in epoch milliseconds; undefined when there is none. */
async function departureOf(train: TrainItem, caller: Caller, deps: TrainTaskDeps): Promise<number | undefined> {
  if (train.nextDepartureAt !== undefined) return Date.parse(train.nextDepartureAt);
  const departure = nextDeparture(train, caller.at);
  if (!mayWaitUntil(departure, caller.at)) return undefined;
  const nextDepartureAt = isoOf(departure);
  await deps.commit(caller, {
    writes: [deps.trains.update(train, isoOf(caller.at), { nextDepartureAt })],
    events: [],
    audit: auditOf(train, 'train.scheduled', { nextDepartureAt }),
  });
  return departure;
}

export async function planDeparture(raw: unknown, deps: TrainTaskDeps): Promise<Departure> {
  const input = releaseTrainTask.parse(raw);
  return retryOnConflict(async () => {
    const train = await trainOnLeg(input, deps);
    if (!train) return STOP;
    const caller = callerOf(input, deps);
    const departure = await departureOf(train, caller, deps);
    if (departure === undefined) return stop(train, caller, deps);
    return departure <= caller.at ? { step: 'DEPART' } : { step: 'WAIT', until: isoOf(departure) };
  });
}
