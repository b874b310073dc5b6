// The `api` function of the catalog domain.
import { createComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import { createRepositoryRepo } from '../../entities/catalog/repositories/repository.repo.ts';
import { createServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import { createFreezeWindowRepo } from '../../entities/environments/freezes/freeze-window.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createIntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import { createPeopleRepo } from '../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../entities/people/teams/team.repo.ts';
import { createReleaseNamesRepo } from '../../entities/releases/lists/release-names.repo.ts';
import { createRunbookRepo } from '../../entities/runbooks/runbook.repo.ts';
import { createTrainRepo } from '../../entities/trains/train.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { CatalogDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createComponent } from './ops/create-component.ts';
import { createRepository } from './ops/create-repository.ts';
import { createService } from './ops/create-service.ts';
import { deleteComponent } from './ops/delete-component.ts';
import { deleteRepository } from './ops/delete-repository.ts';
import { deleteService } from './ops/delete-service.ts';
import { findComponentVersions } from './ops/find-component-versions.ts';
import { getComponent } from './ops/get-component.ts';
import { getComponentVersion } from './ops/get-component-version.ts';
import { getRepository } from './ops/get-repository.ts';
import { getService } from './ops/get-service.ts';
import { listComponentVersions } from './ops/list-component-versions.ts';
import { listComponents } from './ops/list-components.ts';
import { listRepositories } from './ops/list-repositories.ts';
import { listServices } from './ops/list-services.ts';
import { listTagMoves } from './ops/list-tag-moves.ts';
import { recordComponentVersion } from './ops/record-component-version.ts';
import { refreshComponent } from './ops/refresh-component.ts';
import { updateComponent } from './ops/update-component.ts';
import { updateRepository } from './ops/update-repository.ts';
import { updateService } from './ops/update-service.ts';
import { createUsersOf } from './services/users.ts';

export const operations: Operations<typeof manifest, CatalogDeps> = {
  createService,
  listServices,
  getService,
  updateService,
  deleteService,
  createRepository,
  listRepositories,
  getRepository,
  updateRepository,
  deleteRepository,
  createComponent,
  listComponents,
  getComponent,
  updateComponent,
  deleteComponent,
  refreshComponent,
  listComponentVersions,
  findComponentVersions,
  getComponentVersion,
  recordComponentVersion,
  listTagMoves,
};

export const handler = apiOf(manifest, operations, ({ table }) => {
  const components = createComponentRepo(table);
  const trains = createTrainRepo(table);
  const runbooks = createRunbookRepo(table);
  return {
    services: createServiceRepo(table),
    repositories: createRepositoryRepo(table),
    components,
    runbooks,
    targets: createTargetRepo(table),
    usersOf: createUsersOf({
      names: createReleaseNamesRepo(table),
      trains,
      components,
      runbooks,
      freezeWindows: createFreezeWindowRepo(table),
    }),
    integrations: createIntegrationRepo(table),
    people: createPeopleRepo(table),
    teams: createTeamRepo(table),
  };
});
