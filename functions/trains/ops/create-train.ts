// Creates a release train; refuses one that cannot run as described. The event schedules its first departure.
import { newId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TrainCreated } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import { startOf, viewTrain } from '../../../entities/trains/train.model.ts';
import { showTrain } from '../actions.ts';
import { assertRuns } from '../checks.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';
import { startOfSchedule, upcomingDeparture } from '../upcoming.ts';

export const createTrain: Ops['createTrain'] = async (call, deps) => {
  const { caller, body } = call;
  const at = isoOf(caller.at);
  const dtstart = startOfSchedule({ ...body, dtstart: startOf(caller.at, body.timeZone) }, body, caller.at);
  const upcoming = upcomingDeparture({ ...body, dtstart }, caller.at);
  const item = {
    ...body,
    tenantId: caller.tenantId,
    trainId: newId<'Train'>(caller.at),
    dtstart,
    leg: 1,
    ...(body.isActive && 'at' in upcoming ? { nextDepartureAt: upcoming.at } : {}),
    createdBy: caller.actor.id,
    createdByName: caller.actor.name,
    createdAt: at,
    updatedAt: at,
    revision: 1,
    schemaVersion: 1,
  } as TrainItem;
  const holds = await assertRuns(caller, item, upcoming, { template: true, schedule: true, isNew: true }, deps);
  const view = viewTrain(item);
  return call.save(
    {
      writes: [deps.trains.create(item), ...holds],
      events: [TrainCreated.create(caller, item.trainId, factsOf(item))],
      audit: auditOf(item, 'train.created', { after: view }),
    },
    { body: showTrain(caller, item), location: `/trains/${item.trainId}`, revision: 1 },
  );
};
