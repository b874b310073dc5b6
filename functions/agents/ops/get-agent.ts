// Reads an agent.
import { showAgent } from '../actions.ts';
import type { Ops } from '../deps.ts';

export const getAgent: Ops['getAgent'] = async (call, { agents }) => {
  const item = await agents.get(call.caller.tenantId, call.params.agent ?? '');
  return { body: showAgent(call.caller, item), revision: item.revision };
};
