// Deletes a freeze window.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import {
  assertMayLoosenFreeze,
  freezeLoosenedByDeletion,
} from '../../../entities/environments/freezes/loosening.model.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { freezeReferences } from '../freezes/references.ts';
import { freezeWindowKind } from '../kinds.ts';

export const deleteFreezeWindow: Ops['deleteFreezeWindow'] = async (call, deps) => {
  const { tenantId } = call.caller;
  const item = await deps.freezeWindows.get(tenantId, call.params.freezeWindow ?? '');
  assertRevision(call, item);
  assertMayLoosenFreeze(call.caller, freezeLoosenedByDeletion(item, call.caller.at));
  const released = await freezeReferences(tenantId, item, undefined, deps);
  return saveDeleted(call, freezeWindowKind, item, [...deps.freezeWindows.remove(item), ...released]);
};
