// Deletes a service that nothing uses; a refusal names the users.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { serviceErrors } from '../../../entities/catalog/errors.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import type { CatalogDeps, Ops } from '../deps.ts';
import { saveDeleted, serviceKind } from '../kinds.ts';

export const deleteService: Ops['deleteService'] = async (call, deps) => {
  const service = await deps.services.get(call.caller.tenantId, call.params.service ?? '');
  assertRevision(call, service);
  const { tenantId, serviceId, slug } = service;
  const useCount = (await deps.services.bySlug(tenantId, slug))?.useCount ?? 0;
  if (useCount > 0) throw await inUse(service, useCount, deps);
  const left = service.repositories.map((repositoryId) =>
    deps.repositories.leave({ tenantId, repositoryId, serviceId }),
  );
  return saveDeleted(call, serviceKind, service, [...deps.services.remove(service), ...left]);
};

async function inUse(service: ServiceItem, useCount: number, { usersOf }: CatalogDeps) {
  const users = await usersOf(service);
  const names = [
    ...users.releases.map(({ releaseKey }) => releaseKey),
    ...[...users.trains, ...users.components].map(({ name }) => name),
  ];
  return serviceErrors.in_use({
    detail: `${useCount} ${useCount === 1 ? 'resource names' : 'resources name'} it: ${names.join(', ')}`,
    members: { useCount, ...users },
  });
}
