// Creates a freeze window.
import { newFreezeWindow } from '../../../entities/environments/freezes/freeze-window.model.ts';
import {
  assertMayLoosenFreeze,
  freezeLoosenedByCreation,
} from '../../../entities/environments/freezes/loosening.model.ts';
import { saveCreated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { assertOpens, freezeReferences } from '../freezes/references.ts';
import { freezeWindowKind } from '../kinds.ts';

export const createFreezeWindow: Ops['createFreezeWindow'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId } = caller;
  const timeZone = body.timeZone ?? (await deps.tenants.get(tenantId))?.timeZone ?? 'UTC';
  const item = newFreezeWindow(caller, { ...body, timeZone });
  assertMayLoosenFreeze(caller, freezeLoosenedByCreation(item, caller.at));
  assertOpens(item, caller.at);
  const holds = await freezeReferences(tenantId, undefined, item, deps);
  return saveCreated(call, freezeWindowKind, item, [...deps.freezeWindows.create(item), ...holds]);
};
