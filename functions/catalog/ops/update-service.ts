// Changes a service. Its slug stays.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import type { ServiceItem } from '../../../entities/catalog/services/service.entity.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { serviceKind } from '../kinds.ts';
import { serviceReferences } from '../services/references.ts';

export const updateService: Ops['updateService'] = async (call, deps) => {
  const before = await deps.services.get(call.caller.tenantId, call.params.service ?? '');
  assertRevision(call, before);
  const changes = changedFields(before, call.body) as Changes<ServiceItem>;
  return saveUpdated(call, serviceKind, before, changes, async (at) => [
    ...deps.services.update(before, at, changes),
    ...(await serviceReferences(call.caller, before, { ...before, ...changes } as ServiceItem, deps)),
  ]);
};
