// The dependencies of the catalog's operations.
import type { ServiceItem } from '../../entities/catalog/services/service.entity.ts';
import type { ServiceRepo } from '../../entities/catalog/services/service.repo.ts';
import type { PeopleRepo } from '../../entities/people/people.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Change } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';
import type { UsersOf } from './services/users.ts';

export interface CatalogDeps {
  readonly services: ServiceRepo;
  readonly usersOf: UsersOf;
  readonly people: Pick<PeopleRepo, 'membershipOf' | 'checkMember'>;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, CatalogDeps>;

export const serviceAudit = (
  { serviceId }: ServiceItem,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Change['audit'] => ({ action, resourceType: 'Service', resourceId: serviceId, details });
