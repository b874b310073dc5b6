// Changes a component. Versions that are recorded already stay as they are.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import type { ComponentItem } from '../../../entities/catalog/components/component.entity.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { componentKind } from '../kinds.ts';
import { componentReferences } from '../services/references.ts';

export const updateComponent: Ops['updateComponent'] = async (call, deps) => {
  const before = await deps.components.get(call.caller.tenantId, call.params.component ?? '');
  assertRevision(call, before);
  const changes = changedFields(before, call.body) as Changes<ComponentItem>;
  return saveUpdated(call, componentKind, before, changes, async (at) => [
    ...deps.components.update(before, at, changes),
    ...(await componentReferences(call.caller, before, { ...before, ...changes }, deps)),
  ]);
};
