// The operations of the trains domain, one per route of its manifest.
import type { Operations } from '../_kit/http/http-handler.ts';
import type { TrainsDeps } from './deps.ts';
import type { manifest } from './manifest.ts';
import { createTrain } from './ops/create-train.ts';
import { deleteTrain } from './ops/delete-train.ts';
import { getTrain } from './ops/get-train.ts';
import { listTrains } from './ops/list-trains.ts';
import { skipDeparture } from './ops/skip-departure.ts';
import { updateTrain } from './ops/update-train.ts';

export const operations: Operations<typeof manifest, TrainsDeps> = {
  createTrain,
  listTrains,
  getTrain,
  updateTrain,
  skipDeparture,
  deleteTrain,
};
