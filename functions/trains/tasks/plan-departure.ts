// Answers when the train departs. The first call of a leg stores its departure, so that repeated and late calls answer the
// same. Missed departures are not repeated. A departure with a notice is announced once.
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TrainDepartureAnnounced, TrainStopped } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import type { Upcoming } from '../../../entities/trains/train.model.ts';
import { releaseTrainTask } from '../../../statemachines/release-train/release-train.contract.ts';
import { type Caller, retryOnConflict } from '../../_kit/save.ts';
import { endOf } from '../after-departure.ts';
import { auditOf, factsOf, type TrainTaskDeps } from '../deps.ts';
import { upcomingDeparture } from '../upcoming.ts';
import { callerOf, trainOnLeg } from './leg.ts';

export type Departure = { readonly step: 'WAIT'; readonly until: string } | { readonly step: 'DEPART' | 'STOP' };

export const STOP: Departure = { step: 'STOP' };
const HOUR = 3_600_000;

/** The next departure of the schedule. A rule that cannot be computed stops the train; it never counts as ended. */
function upcomingOrProblem(train: TrainItem, at: number): Upcoming | { readonly problem: string } {
  try {
    return upcomingDeparture(train, at);
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { problem: error.message };
  }
}

async function stop(train: TrainItem, reason: string, caller: Caller, deps: TrainTaskDeps): Promise<Departure> {
  const changes = { isActive: false, leg: train.leg + 1, lastError: reason };
  await deps.save(caller, {
    writes: [deps.trains.update(train, isoOf(caller.at), changes)],
    events: [TrainStopped.create(caller, train.trainId, { ...factsOf(train), reason })],
    audit: auditOf(train, 'train.stopped', { reason }),
  });
  return STOP;
}

/** Stores the departure of this leg, or the end of the train. */
async function plan(train: TrainItem, caller: Caller, deps: TrainTaskDeps): Promise<TrainItem | undefined> {
  const upcoming = upcomingOrProblem(train, caller.at);
  if ('problem' in upcoming) {
    await stop(train, upcoming.problem, caller, deps);
    return undefined;
  }
  if ('none' in upcoming) {
    const { changes, tell } = endOf(train, upcoming, caller);
    const audit = auditOf(train, upcoming.none === 'ENDED' ? 'train.ended' : 'train.stopped', {
      reason: upcoming.reason,
    });
    await deps.save(caller, {
      writes: [deps.trains.update(train, isoOf(caller.at), changes)],
      events: tell(),
      audit,
    });
    return undefined;
  }
  const nextDepartureAt = upcoming.at;
  await deps.save(caller, {
    writes: [deps.trains.update(train, isoOf(caller.at), { nextDepartureAt })],
    events: [],
    audit: auditOf(train, 'train.scheduled', { nextDepartureAt }),
  });
  return { ...train, nextDepartureAt, revision: train.revision + 1 };
}

async function announce(train: TrainItem, departureAt: string, caller: Caller, deps: TrainTaskDeps): Promise<void> {
  await deps.save(caller, {
    writes: [deps.trains.update(train, isoOf(caller.at), { noticedDeparture: departureAt })],
    events: [TrainDepartureAnnounced.create(caller, train.trainId, { ...factsOf(train), departureAt })],
    audit: auditOf(train, 'train.departure_announced', { departureAt }),
  });
}

/** Waits for the notice first, then for the departure. */
async function wait(train: TrainItem, departureAt: string, caller: Caller, deps: TrainTaskDeps): Promise<Departure> {
  const { noticeHours, noticedDeparture } = train;
  if (noticeHours === undefined || noticedDeparture === departureAt) return { step: 'WAIT', until: departureAt };
  const noticeAt = Date.parse(departureAt) - noticeHours * HOUR;
  if (noticeAt > caller.at) return { step: 'WAIT', until: isoOf(noticeAt) };
  await announce(train, departureAt, caller, deps);
  return { step: 'WAIT', until: departureAt };
}

export async function planDeparture(raw: unknown, deps: TrainTaskDeps): Promise<Departure> {
  const input = releaseTrainTask.parse(raw);
  return retryOnConflict(async () => {
    const train = await trainOnLeg(input, deps);
    if (!train) return STOP;
    const caller = callerOf(input, deps);
    const planned = train.nextDepartureAt === undefined ? await plan(train, caller, deps) : train;
    if (planned?.nextDepartureAt === undefined) return STOP;
    const { nextDepartureAt } = planned;
    return Date.parse(nextDepartureAt) <= caller.at ? { step: 'DEPART' } : wait(planned, nextDepartureAt, caller, deps);
  });
}
