// Lists release trains, newest first.
import { viewTrain } from '../../../entities/trains/train.model.ts';
import type { Ops } from '../deps.ts';

export const listTrains: Ops['listTrains'] = async (call, deps) => {
  const { items, nextCursor } = await deps.trains.list(call.caller.tenantId, call.query);
  return { body: { items: items.map(viewTrain), nextCursor } };
};
