// Deletes a service that nothing uses; a refusal names the users.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { serviceErrors } from '../../../entities/catalog/errors.ts';
import type { Ops } from '../deps.ts';
import { saveDeleted, serviceKind } from '../kinds.ts';
import type { ServiceUsers } from '../services/users.ts';

export const deleteService: Ops['deleteService'] = async (call, deps) => {
  const service = await deps.services.get(call.caller.tenantId, call.params.service ?? '');
  assertRevision(call, service);
  const { tenantId, serviceId, slug } = service;
  const standing = await deps.services.bySlug(tenantId, slug);
  const users = await deps.usersOf(service);
  const useCount = (standing?.useCount ?? 0) + users.runbooks.length;
  if (useCount > 0) throw inUse(users, useCount);
  const left = service.repositories.map((repositoryId) =>
    deps.repositories.leave({ tenantId, repositoryId, serviceId }),
  );
  return saveDeleted(call, serviceKind, service, [...deps.services.remove(service, standing), ...left]);
};

function inUse(users: ServiceUsers, useCount: number) {
  const names = [
    ...users.releases.map(({ releaseKey }) => releaseKey),
    ...[...users.trains, ...users.components].map(({ name }) => name),
    ...users.runbooks.map(({ title }) => title),
  ];
  return serviceErrors.in_use({
    detail: `${useCount} ${useCount === 1 ? 'resource names' : 'resources name'} it: ${names.join(', ')}`,
    members: { useCount, ...users },
  });
}
