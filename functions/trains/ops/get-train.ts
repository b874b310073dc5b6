// Answers one release train.
import { viewTrain } from '../../../entities/trains/train.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { TrainsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const getTrain: Operation<typeof manifest.routes.getTrain, TrainsDeps> = async (call, deps) => {
  const train = await deps.trains.get(call.caller.tenantId, call.params.train ?? '');
  return { body: viewTrain(train), revision: train.revision };
};
