// The `api` function of the catalog domain.
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { CatalogDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createService } from './ops/create-service.ts';
import { deleteService } from './ops/delete-service.ts';
import { getService } from './ops/get-service.ts';
import { listServices } from './ops/list-services.ts';
import { updateService } from './ops/update-service.ts';
import { createUsersOf } from './services/users.ts';

export const operations: Operations<typeof manifest, CatalogDeps> = {
  createService,
  listServices,
  getService,
  updateService,
  deleteService,
};

export const handler = apiOf(manifest, operations, ({ table }) => ({
  services: createServiceRepo(table),
  usersOf: createUsersOf({ names: createReleaseNamesRepo(table), trains: createTrainRepo(table) }),
  people: createPeopleRepo(table),
}));
