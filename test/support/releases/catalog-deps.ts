// The dependencies of the catalog's operations on a test's table.
import type { Table } from '../../../entities/_base/table/table.ts';
import { createComponentRepo } from '../../../entities/catalog/components/component.repo.ts';
import { createRepositoryRepo } from '../../../entities/catalog/repositories/repository.repo.ts';
import { createServiceRepo } from '../../../entities/catalog/services/service.repo.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import { createTargetRepo } from '../../../entities/environments/targets/target.repo.ts';
import { createIntegrationRepo } from '../../../entities/integrations/integration.repo.ts';
import { createPeopleRepo } from '../../../entities/people/people.repo.ts';
import { createTeamRepo } from '../../../entities/people/teams/team.repo.ts';
import { createReleaseNamesRepo } from '../../../entities/releases/lists/release-names.repo.ts';
import { createRunbookRepo } from '../../../entities/runbooks/runbook.repo.ts';
import { createTrainRepo } from '../../../entities/trains/train.repo.ts';
import { createUsersOf } from '../../../functions/catalog/services/users.ts';

export function catalogDepsOf(table: Table) {
  const components = createComponentRepo(table);
  const runbooks = createRunbookRepo(table);
  return {
    services: createServiceRepo(table),
    repositories: createRepositoryRepo(table),
    components,
    runbooks,
    targets: createTargetRepo(table),
    usersOf: createUsersOf({
      ...{ names: createReleaseNamesRepo(table), trains: createTrainRepo(table), components, runbooks },
      freezeWindows: createFreezeWindowRepo(table),
    }),
    integrations: createIntegrationRepo(table),
    people: createPeopleRepo(table),
    teams: createTeamRepo(table),
  };
}
