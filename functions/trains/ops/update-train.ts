// Changes a train; what the change brings has to be right. Another schedule begins another leg: an execution that waits by the old one finds itself overtaken.
import { TrainUpdated } from '../../../entities/trains/events.ts';
import type { TrainItem } from '../../../entities/trains/train.entity.ts';
import { changesOf, checksOf, viewTrain } from '../../../entities/trains/train.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { assertRuns } from '../checks.ts';
import { auditOf, factsOf, isoOf, type TrainsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';
import { assertRevision } from '../revision.ts';

export const updateTrain: Operation<typeof manifest.routes.updateTrain, TrainsDeps> = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.trains.get(caller.tenantId, call.params.train ?? '');
  assertRevision(call, before);
  const changes = changesOf(before, body);
  const changed = Object.keys(changes);
  if (changed.length === 0) return { body: viewTrain(before), revision: before.revision };
  const at = isoOf(caller.at);
  const after = { ...before, ...changes, updatedAt: at, revision: before.revision + 1 } as TrainItem;
  const holds = await assertRuns(caller, after, checksOf(changes), deps);
  const view = viewTrain(after);
  return call.commit(
    {
      writes: [deps.trains.update(before, at, changes), ...holds],
      events: [TrainUpdated.create(caller, after.trainId, { ...factsOf(after), changed })],
      audit: auditOf(after, 'train.updated', { before: viewTrain(before), after: view }),
    },
    { body: view, revision: after.revision },
  );
};
