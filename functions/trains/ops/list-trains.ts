// Lists release trains, newest first.

import { showTrain } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const listTrains: Ops['listTrains'] = async (call, deps) => {
  const { items, nextCursor } = await deps.trains.list(call.caller.tenantId, call.query);
  return { body: { items: items.map((train) => showTrain(call.caller, train)), nextCursor } };
};
