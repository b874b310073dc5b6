// Deletes a service that nothing uses; a refusal names the users.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { serviceErrors } from '../../../entities/catalog/errors.ts';
import { ServiceDeleted } from '../../../entities/catalog/events.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import { viewService } from '../../../entities/catalog/services/service.model.ts';
import { type CatalogDeps, type Ops, serviceAudit } from '../deps.ts';

export const deleteService: Ops['deleteService'] = async (call, deps) => {
  const { caller } = call;
  const service = await deps.services.get(caller.tenantId, call.params.service ?? '');
  assertRevision(call, service);
  const { tenantId, serviceId, slug } = service;
  const useCount = (await deps.services.bySlug(tenantId, slug))?.useCount ?? 0;
  if (useCount > 0) throw await inUse(service, useCount, deps);
  return call.save(
    {
      writes: deps.services.remove(service),
      events: [ServiceDeleted.create(caller, serviceId, { serviceId, slug })],
      audit: serviceAudit(service, 'service.deleted', { before: viewService(service) }),
    },
    {},
  );
};

async function inUse(service: ServiceItem, useCount: number, { usersOf }: CatalogDeps) {
  const users = await usersOf(service);
  const names = [...users.releases.map(({ releaseKey }) => releaseKey), ...users.trains.map(({ name }) => name)];
  return serviceErrors.in_use({
    detail: `${useCount} ${useCount === 1 ? 'resource names' : 'resources name'} it: ${names.join(', ')}`,
    members: { useCount, ...users },
  });
}
