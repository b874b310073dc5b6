// Answers one release train.

import { showTrain } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getTrain: Ops['getTrain'] = async (call, deps) => {
  const train = await deps.trains.get(call.caller.tenantId, call.params.train ?? '');
  return { body: showTrain(call.caller, train), revision: train.revision };
};
