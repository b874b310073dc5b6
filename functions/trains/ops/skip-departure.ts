// Skips one departure of a train, the next one by default. The train continues with the one after it, or ends.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { trainErrors } from '../../../entities/trains/errors.ts';
import { TrainDepartureSkipped } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import { stillSkipped, viewTrain } from '../../../entities/trains/train.model.ts';
import { afterDeparture } from '../after-departure.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';
import { upcomingDeparture } from '../upcoming.ts';

/** The departure to skip. Throws `train.no_departure` if it is not a future departure of the train. */
function departureOf(train: TrainItem, asked: string | undefined, now: number): string {
  const { isActive, nextDepartureAt } = train;
  if (!isActive || nextDepartureAt === undefined) {
    throw trainErrors.no_departure({ detail: `${train.name} is switched off and has no departure to skip.` });
  }
  if (Date.parse(nextDepartureAt) <= now && (asked === undefined || asked === nextDepartureAt)) {
    throw trainErrors.no_departure({
      detail: `${train.name} departs at this moment; cancel the release that it creates instead.`,
    });
  }
  const departureAt = asked ?? nextDepartureAt;
  const found = upcomingDeparture(train, Date.parse(departureAt) - 1);
  if (Date.parse(departureAt) > now && 'at' in found && found.at === departureAt) return departureAt;
  throw trainErrors.no_departure({
    detail: `${train.name} has no departure at ${departureAt}; its next one is at ${nextDepartureAt}.`,
    members: { nextDepartureAt },
  });
}

export const skipDeparture: Ops['skipDeparture'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.trains.get(caller.tenantId, call.params.train ?? '');
  assertRevision(call, before);
  const departureAt = departureOf(before, body?.departureAt, caller.at);
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
  const view = viewTrain(after);
  return call.save(
    {
      writes: [deps.trains.update(before, at, changes)],
      events: [TrainDepartureSkipped.create(caller, after.trainId, told), ...next.tell()],
      audit: auditOf(after, 'train.departure_skipped', { departureAt, reason: body?.reason }),
    },
    { body: view, revision: after.revision },
  );
};
