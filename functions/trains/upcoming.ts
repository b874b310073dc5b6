// Computes a train's next departure after a moment, for all code that plans or checks departures.
import { instantOf } from '../../entities/_base/time/wall-time.ts';
import { nextDeparture, startOfRule } from '../../entities/trains/departures.ts';
import { trainErrors } from '../../entities/trains/errors.ts';
import type { TrainItem } from '../../entities/trains/train.entity.ts';
import { type Upcoming, upcomingOf } from '../../entities/trains/train.model.ts';

type Scheduled = Pick<TrainItem, 'rrule' | 'timeZone' | 'dtstart' | 'skippedDepartures'>;

/** `after` is epoch milliseconds. Throws `train.invalid` for a rule that cannot be computed. */
export const upcomingDeparture = (train: Scheduled, after: number): Upcoming =>
  upcomingOf(nextDeparture(train, after), after);

/**
 * The start (wall time) of a changed schedule: `given.dtstart`, or for a new rule from now on, at the train's time of day.
 * `now` is epoch milliseconds.
 */
export function startOfSchedule(
  train: Scheduled,
  given: { readonly dtstart?: string | undefined; readonly rrule?: string | undefined },
  now: number,
): string {
  if (given.dtstart === undefined && given.rrule === undefined) return train.dtstart;
  const dtstart = given.dtstart ?? train.dtstart;
  const after = given.dtstart === undefined ? now : instantOf(dtstart, train.timeZone) - 1;
  return startOfRule({ ...train, dtstart }, after);
}

/** The departure to skip. Throws `train.no_departure` if it is not a future departure of the train. */
export function departureToSkip(train: TrainItem, asked: string | undefined, now: number): string {
  const { isActive, nextDepartureAt } = train;
  if (!isActive || nextDepartureAt === undefined) {
    throw trainErrors.no_departure({ detail: `${train.name} is switched off and has no departure to skip.` });
  }
  if (Date.parse(nextDepartureAt) <= now && (asked === undefined || asked === nextDepartureAt)) {
    throw trainErrors.no_departure({
      detail: `${train.name} departs at this moment; cancel the release that it creates instead.`,
    });
  }
  if (asked === undefined || asked === nextDepartureAt) return nextDepartureAt;
  const found = upcomingDeparture(train, Date.parse(asked) - 1);
  if (Date.parse(asked) > now && 'at' in found && found.at === asked) return asked;
  throw trainErrors.no_departure({
    detail: `${train.name} has no departure at ${asked}; its next one is at ${nextDepartureAt}.`,
    members: { nextDepartureAt },
  });
}
