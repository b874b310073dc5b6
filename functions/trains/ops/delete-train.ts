// Deletes a train. Its releases stay; an execution that waits for a departure ends when it does not find the train.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { TrainDeleted } from '../../../entities/trains/events.ts';
import { viewTrain } from '../../../entities/trains/train.model.ts';
import { auditOf, factsOf, type Ops } from '../deps.ts';

export const deleteTrain: Ops['deleteTrain'] = async (call, deps) => {
  const { caller } = call;
  const train = await deps.trains.get(caller.tenantId, call.params.train ?? '');
  assertRevision(call, train);
  return call.save(
    {
      writes: [deps.trains.remove(train), deps.services.unuse(caller.tenantId, train.service)],
      events: [TrainDeleted.create(caller, train.trainId, factsOf(train))],
      audit: auditOf(train, 'train.deleted', { before: viewTrain(train) }),
    },
    {},
  );
};
