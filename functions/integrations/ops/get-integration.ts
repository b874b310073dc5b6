// getIntegration: answers one integration, without its credentials.

import { showIntegration } from '../actions.ts';
import { addressedIntegration } from '../changes/addressed.ts';
import type { Ops } from '../deps.ts';

export const getIntegration: Ops['getIntegration'] = async (call, deps) => {
  const item = await addressedIntegration(call, deps);
  return { body: showIntegration(call.caller, item), revision: item.revision };
};
