// Skips one departure of a train, the next one by default. The train continues with the one after it, or ends.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { TrainDepartureSkipped } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import { stillSkipped } from '../../../entities/trains/train.model.ts';
import { showTrain } from '../actions.ts';
import { afterDeparture } from '../after-departure.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';
import { departureToSkip } from '../upcoming.ts';

export const skipDeparture: Ops['skipDeparture'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.trains.get(caller.tenantId, call.params.train ?? '');
  assertRevision(call, before);
  const departureAt = departureToSkip(before, body?.departureAt, caller.at);
  const skippedDepartures = stillSkipped([...(before.skippedDepartures ?? []), departureAt], caller.at);
  const isNext = departureAt === before.nextDepartureAt;
  const next = isNext
    ? afterDeparture({ ...before, skippedDepartures } as TrainItem, caller)
    : { changes: {}, tell: () => [] };
  const changes = { ...next.changes, skippedDepartures };
  const at = isoOf(caller.at);
  const after = { ...before, ...changes, updatedAt: at, revision: before.revision + 1 } as TrainItem;
  const { nextDepartureAt } = after;
  const told = { ...factsOf(after), departureAt, cause: 'ASKED' as const, reason: body?.reason, nextDepartureAt };
  return call.save(
    {
      writes: [deps.trains.update(before, at, changes)],
      events: [TrainDepartureSkipped.create(caller, after.trainId, told), ...next.tell()],
      audit: auditOf(after, 'train.departure_skipped', { departureAt, reason: body?.reason }),
    },
    { body: showTrain(caller, after), revision: after.revision },
  );
};
