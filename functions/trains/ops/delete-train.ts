// Deletes a train. Its releases stay; an execution that waits for a departure ends when it does not find the train.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { TrainDeleted } from '../../../entities/trains/events.ts';
import { viewTrain } from '../../../entities/trains/train.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import { auditOf, factsOf, type TrainsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const deleteTrain: Operation<typeof manifest.routes.deleteTrain, TrainsDeps> = async (call, deps) => {
  const { caller } = call;
  const train = await deps.trains.get(caller.tenantId, call.params.train ?? '');
  assertRevision(call, train);
  return call.save(
    {
      writes: [deps.trains.remove(train)],
      events: [TrainDeleted.create(caller, train.trainId, factsOf(train))],
      audit: auditOf(train, 'train.deleted', { before: viewTrain(train) }),
    },
    {},
  );
};
