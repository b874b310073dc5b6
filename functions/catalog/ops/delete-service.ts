// Deletes a service that nothing uses; a refusal names the users.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { assertUnused } from '../../../entities/catalog/services/service.model.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { serviceKind } from '../kinds.ts';
import type { ServiceUsers } from '../services/users.ts';

export const deleteService: Ops['deleteService'] = async (call, deps) => {
  const service = await deps.services.get(call.caller.tenantId, call.params.service ?? '');
  assertRevision(call, service);
  const { tenantId, serviceId, slug } = service;
  const standing = await deps.services.bySlug(tenantId, slug);
  const users = await deps.usersOf(service);
  const useCount = (standing?.useCount ?? 0) + users.runbooks.length;
  assertUnused(useCount, namesOf(users), users);
  const left = service.repositories.map((repositoryId) =>
    deps.repositories.leave({ tenantId, repositoryId, serviceId }),
  );
  return saveDeleted(call, serviceKind, service, [...deps.services.remove(service, standing), ...left]);
};

const namesOf = (users: ServiceUsers): string[] => [
  ...users.releases.map(({ releaseKey }) => releaseKey),
  ...[...users.trains, ...users.components, ...users.freezeWindows].map(({ name }) => name),
  ...users.runbooks.map(({ title }) => title),
];
