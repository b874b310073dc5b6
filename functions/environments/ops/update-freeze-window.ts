// Changes a freeze window.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import type { FreezeWindowItem } from '../../../entities/environments/freezes/freeze-window.entity.ts';
import { assertMayLoosenFreeze, freezeLoosenedBy } from '../../../entities/environments/freezes/loosening.model.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { assertOpens, freezeReferences } from '../freezes/references.ts';
import { freezeWindowKind } from '../kinds.ts';

export const updateFreezeWindow: Ops['updateFreezeWindow'] = async (call, deps) => {
  const { caller, body } = call;
  const before = await deps.freezeWindows.get(caller.tenantId, call.params.freezeWindow ?? '');
  assertRevision(call, before);
  const changes = changedFields(before, body) as Changes<FreezeWindowItem>;
  const after = { ...before, ...changes } as FreezeWindowItem;
  assertMayLoosenFreeze(caller, freezeLoosenedBy(before, after, caller.at));
  const isTimed = ['rrule', 'timeZone', 'dtstart', 'duration', 'isActive'].some((field) => field in changes);
  if (isTimed) assertOpens(after, caller.at);
  return saveUpdated(call, freezeWindowKind, before, changes, async (at) => [
    deps.freezeWindows.update(before, at, changes),
    ...(await freezeReferences(caller.tenantId, before, after, deps)),
  ]);
};
