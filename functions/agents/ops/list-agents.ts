// Lists agents, newest first, with their statuses at the time of the request.
import { viewAgent } from '../../../entities/agents/agent.model.ts';
import type { Ops } from '../deps.ts';

export const listAgents: Ops['listAgents'] = async ({ caller, query }, { agents }) => {
  const { limit, cursor, ...filter } = query;
  const { items, nextCursor } = await agents.list(caller.tenantId, filter, { limit, cursor }, caller.at);
  return { body: { items: items.map((item) => viewAgent(item, caller.at)), nextCursor } };
};
