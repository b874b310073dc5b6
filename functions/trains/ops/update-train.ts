// Changes a train and checks the changed parts. A new schedule begins a new leg; the execution that waits by the old
// schedule then does nothing.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TrainUpdated } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import {
  changesOf,
  checksOf,
  isRescheduled,
  stillSkipped,
  type UpdateTrainBody,
  viewTrain,
} from '../../../entities/trains/train.model.ts';
import { showTrain } from '../actions.ts';
import { assertRuns } from '../checks.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';
import { startOfSchedule, upcomingDeparture } from '../upcoming.ts';

/** The body with the start of its schedule, and without skipped departures in the past. */
function readChange(before: TrainItem, body: UpdateTrainBody, now: number): UpdateTrainBody {
  const { rrule = before.rrule, timeZone = before.timeZone, skippedDepartures } = body;
  const anew = { dtstart: body.dtstart, rrule: rrule === before.rrule ? undefined : rrule };
  const dtstart = startOfSchedule({ rrule, timeZone, dtstart: before.dtstart }, anew, now);
  return {
    ...body,
    ...(dtstart === before.dtstart && body.dtstart === undefined ? {} : { dtstart }),
    ...(skippedDepartures === undefined ? {} : { skippedDepartures: stillSkipped(skippedDepartures, now) }),
  };
}

export const updateTrain: Ops['updateTrain'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.trains.get(caller.tenantId, call.params.train ?? '');
  assertRevision(call, before);
  const changes = changesOf(before, readChange(before, body, caller.at));
  const changed = Object.keys(changes);
  if (changed.length === 0) return { body: showTrain(caller, before), revision: before.revision };
  const at = isoOf(caller.at);
  const planned = { ...before, ...changes, updatedAt: at, revision: before.revision + 1 } as TrainItem;
  const upcoming = upcomingDeparture(planned, caller.at);
  const isPlanned = isRescheduled(changes) && planned.isActive && 'at' in upcoming;
  const news = isPlanned ? { ...changes, nextDepartureAt: upcoming.at } : changes;
  const after = { ...planned, ...news } as TrainItem;
  const holds = await assertRuns(caller, after, upcoming, checksOf(changes), deps);
  const view = viewTrain(after);
  return call.save(
    {
      writes: [deps.trains.update(before, at, news), ...holds],
      events: [TrainUpdated.create(caller, after.trainId, { ...factsOf(after), changed })],
      audit: auditOf(after, 'train.updated', { before: viewTrain(before), after: view }),
    },
    { body: showTrain(caller, after), revision: after.revision },
  );
};
