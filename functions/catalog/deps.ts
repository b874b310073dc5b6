// The dependencies of the catalog's operations and consumers.
import type { ComponentRepo } from '../../entities/catalog/components/component.repo.ts';
import type { RepositoryRepo } from '../../entities/catalog/repositories/repository.repo.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { manifest } from './manifest.ts';
import type { UsersOf } from './services/users.ts';

export interface CatalogDeps {
  readonly services: ServiceRepo;
  readonly repositories: RepositoryRepo;
  readonly components: ComponentRepo;
  readonly usersOf: UsersOf;
  readonly people: Pick<PeopleRepo, 'membershipOf' | 'checkMember'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, CatalogDeps>;

export interface CatalogEventsDeps {
  readonly components: Pick<ComponentRepo, 'removeVersions'>;
}
