// Lists release trains, newest first.
import { viewTrain } from '../../../entities/trains/train.model.ts';
import type { Operation } from '../../_kit/http/http-handler.ts';
import type { TrainsDeps } from '../deps.ts';
import type { manifest } from '../manifest.ts';

export const listTrains: Operation<typeof manifest.routes.listTrains, TrainsDeps> = async (call, deps) => {
  const { items, nextCursor } = await deps.trains.list(call.caller.tenantId, call.query);
  return { body: { items: items.map(viewTrain), nextCursor } };
};
