// Changes a target; its environment stays.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import { storedFields } from '../../../entities/environments/targets/target.model.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { targetKind } from '../kinds.ts';
import { targetReferences } from '../targets/references.ts';

export const updateEnvironmentTarget: Ops['updateEnvironmentTarget'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const before = await deps.targets.get(tenantId, call.params.targetId ?? '');
  assertRevision(call, before);
  const changes = changedFields(before, storedFields(before, body, caller.at)) as Changes<TargetItem>;
  const after = { ...before, ...changes } as TargetItem;
  return saveUpdated(call, targetKind, before, changes, async (at) => {
    const uses = await targetReferences(tenantId, before, after, deps);
    const sealed = body.credentials && (await deps.sealer.seal(tenantId, before.targetId, body.credentials));
    return [...deps.targets.update(before, at, changes, sealed), ...uses];
  });
};
