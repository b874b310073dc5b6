// Deletes a target on which no deployment is under way.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { assertUnused } from '../../../entities/environments/targets/target.model.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { targetKind } from '../kinds.ts';
import { targetReferences } from '../targets/references.ts';

export const deleteEnvironmentTarget: Ops['deleteEnvironmentTarget'] = async (call, deps) => {
  const { tenantId } = call.caller;
  const item = await deps.targets.get(tenantId, call.params.targetId ?? '');
  assertRevision(call, item);
  assertUnused(item);
  const released = await targetReferences(tenantId, item, undefined, deps);
  return saveDeleted(call, targetKind, item, [...deps.targets.remove(item), ...released]);
};
