// Deletes a repository that no service names; a refusal names the services.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { TenantId } from '../../../entities/_base/ids.ts';
import type { RepositoryItem } from '../../../entities/catalog/repositories/repository.entity.ts';
import { assertUnnamed } from '../../../entities/catalog/repositories/repository.model.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { CatalogDeps, Ops } from '../deps.ts';
import { repositoryKind } from '../kinds.ts';

/** The most services that a refusal names. */
const MAX_NAMED = 20;

export const deleteRepository: Ops['deleteRepository'] = async (call, deps) => {
  const repository = await deps.repositories.get(call.caller.tenantId, call.params.repository ?? '');
  assertRevision(call, repository);
  if (repository.services !== undefined) assertUnnamed(repository, await servicesOf(repository, deps));
  return saveDeleted(call, repositoryKind, repository, deps.repositories.remove(repository));
};

const servicesOf = ({ tenantId, services = new Set() }: RepositoryItem, deps: CatalogDeps) =>
  deps.services.findMany(tenantId as TenantId, [...services].slice(0, MAX_NAMED));
