// Agents, with all that their changes say. Pure.
import type { AgentItem } from '../../entities/agents/agent.entity.ts';
import { viewAgent } from '../../entities/agents/agent.model.ts';
import { AgentCreated, AgentDeleted, AgentUpdated } from '../../entities/agents/events.ts';
import type { Kind } from '../_kit/resources/kind.ts';

export const agentFactsOf = ({ agentId, name }: AgentItem) => ({ agentId, name });
/** The view of an agent shows its status at `at` (epoch milliseconds). */
export const agentKindAt = (at: number): Kind<AgentItem> => ({
  noun: 'agent',
  resourceType: 'Agent',
  path: '/agents',
  idOf: ({ agentId }) => agentId,
  view: (item) => viewAgent(item, at),
  created: (caller, item) => AgentCreated.create(caller, item.agentId, agentFactsOf(item)),
  updated: (caller, item, changed) => AgentUpdated.create(caller, item.agentId, { ...agentFactsOf(item), changed }),
  deleted: (caller, item) => AgentDeleted.create(caller, item.agentId, agentFactsOf(item)),
});
