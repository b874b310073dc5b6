// Reads a freeze window with its next openings.
import { showFreezeWindow } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getFreezeWindow: Ops['getFreezeWindow'] = async (call, { freezeWindows }) => {
  const item = await freezeWindows.get(call.caller.tenantId, call.params.freezeWindow ?? '');
  return { body: showFreezeWindow(call.caller, item), revision: item.revision };
};
