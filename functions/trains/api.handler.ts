// The `api` function of the trains domain.
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { TrainsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
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

export const handler = apiOf(manifest, operations, ({ table }) => ({
  trains: createTrainRepo(table),
  integrations: createIntegrationRepo(table),
  people: createPeopleRepo(table),
  services: createServiceRepo(table),
}));
