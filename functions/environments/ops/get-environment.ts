// Reads an environment, by id or name.

import { showEnvironment } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getEnvironment: Ops['getEnvironment'] = async (call, { environments }) => {
  const item = await environments.get(call.caller.tenantId, call.params.environment ?? '');
  return { body: showEnvironment(call.caller, item), revision: item.revision };
};
