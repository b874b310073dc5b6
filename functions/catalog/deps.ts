// The dependencies of the catalog's operations and consumers.
import { systemActor } from '../../entities/_base/actors.ts';
import type { Actor } from '../../entities/_base/events.ts';
import type { ComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import type { RepositoryRepo } from '../../entities/catalog/repositories/repository.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { TargetRepo } from '../../entities/environments/targets/target.repo.ts';
import type { IntegrationRepo } from '../../entities/integrations/integration.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { TeamRepo } from '../../entities/people/teams/team.repo.ts';
import type { RunbookRepo } from '../../entities/runbooks/runbook.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { RegistryOf } from './components/registry-of.ts';
import type { manifest } from './manifest.ts';
import type { UsersOf } from './services/users.ts';

export interface CatalogDeps {
  readonly services: ServiceRepo;
  readonly repositories: RepositoryRepo;
  readonly components: ComponentRepo;
  readonly targets: Pick<TargetRepo, 'ofComponent'>;
  readonly usersOf: UsersOf;
  readonly runbooks: Pick<RunbookRepo, 'ofService'>;
  readonly integrations: Pick<IntegrationRepo, 'get' | 'use' | 'unuse'>;
  readonly people: Pick<PeopleRepo, 'membershipOf' | 'checkMember'>;
  readonly teams: Pick<TeamRepo, 'find' | 'check'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, CatalogDeps>;

export interface CatalogEventsDeps {
  readonly services: Pick<ServiceRepo, 'naming' | 'find' | 'update'>;
  readonly components: ComponentRepo;
  /** The client of a component's registry. Throws `integration.not_found`, or `integration.inactive`. */
  readonly registryOf: RegistryOf;
  readonly save: Save;
  readonly now: () => number;
}

export const CATALOG_ACTOR: Actor = systemActor('catalog');
