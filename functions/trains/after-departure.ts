// Decides the next state of a train after a departure was made or skipped: it waits for the next departure, or it ends.
import type { Envelope } from '../../entities/_base/events.ts';
import type { Changes } from '../../entities/_base/table/table.ts';
import { isoOf } from '../../entities/_base/time/iso.ts';
import { TrainEnded, TrainStopped } from '../../entities/trains/events.ts';
import type { TrainItem } from '../../entities/trains/train.entity.ts';
import type { Caller } from '../_kit/save.ts';
import { factsOf } from './deps.ts';
import { upcomingDeparture } from './upcoming.ts';

interface Next {
  readonly changes: Changes<TrainItem>;
  /** The events of the train, published after those of the departure. */
  readonly tell: () => readonly Envelope[];
}

/** Ends a train whose rule has no more departures, or stops one whose next departure is too far in the future. */
export function endOf(train: TrainItem, why: { none: 'ENDED' | 'TOO_FAR'; reason: string }, caller: Caller): Next {
  const over = { isActive: false, leg: train.leg + 1, nextDepartureAt: undefined };
  const facts = factsOf(train);
  if (why.none === 'ENDED') {
    const { lastDepartureAt } = train;
    const tell = () => [TrainEnded.create(caller, train.trainId, { ...facts, lastDepartureAt })];
    return { changes: { ...over, endedAt: isoOf(caller.at) }, tell };
  }
  const reason = `The schedule ${why.reason}.`;
  const tell = () => [TrainStopped.create(caller, train.trainId, { ...facts, reason })];
  return { changes: { ...over, lastError: reason }, tell };
}

/** `train` already includes the departure. Throws `train.invalid` if the rule cannot be computed. */
export function afterDeparture(train: TrainItem, caller: Caller): Next {
  const upcoming = upcomingDeparture(train, caller.at);
  if ('none' in upcoming) return endOf(train, upcoming, caller);
  return { changes: { leg: train.leg + 1, nextDepartureAt: upcoming.at }, tell: () => [] };
}
