// Reads a target.
import { showTarget } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getEnvironmentTarget: Ops['getEnvironmentTarget'] = async (call, { targets }) => {
  const item = await targets.get(call.caller.tenantId, call.params.targetId ?? '');
  return { body: showTarget(call.caller, item), revision: item.revision };
};
