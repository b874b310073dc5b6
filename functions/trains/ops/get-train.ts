// Answers one release train.
import { viewTrain } from '../../../entities/trains/train.model.ts';
import type { Ops } from '../deps.ts';

export const getTrain: Ops['getTrain'] = async (call, deps) => {
  const train = await deps.trains.get(call.caller.tenantId, call.params.train ?? '');
  return { body: viewTrain(train), revision: train.revision };
};
