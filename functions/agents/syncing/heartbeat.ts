// Stores that an agent was heard: most heartbeats are not stored, and those that are change nothing for people.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { AgentItem } from '../../../entities/agents/agent.entity.ts';
import { viewAgent } from '../../../entities/agents/agent.model.ts';
import { AgentReturned, AgentUpdated } from '../../../entities/agents/events.ts';
import type { Heard } from '../../../entities/agents/sync.model.ts';
import type { Caller } from '../../_kit/save.ts';
import type { AgentsDeps } from '../deps.ts';
import { agentFactsOf } from '../kinds.ts';

/** Throws `request.conflict` if the agent was changed meanwhile. */
export async function storeHeard(
  caller: Caller,
  agent: AgentItem,
  { told, isReturned, changes }: Heard,
  { agents, save }: Pick<AgentsDeps, 'agents' | 'save'>,
): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  if (told.length === 0 && !isReturned) {
    if (!(await agents.note(agent, changes))) throw baseErrors.conflict();
    return;
  }
  const now = isoOf(caller.at);
  const { agentId, lastHeartbeatAt: silentSince = now } = agent;
  const after = { ...agent, ...changes, updatedAt: now, revision: agent.revision + 1 } as AgentItem;
  const facts = agentFactsOf(agent);
  await save(caller, {
    writes: agents.update(agent, now, changes),
    events: [
      ...(isReturned ? [AgentReturned.create(caller, agentId, { ...facts, silentSince })] : []),
      ...(told.length > 0 ? [AgentUpdated.create(caller, agentId, { ...facts, changed: [...told] })] : []),
    ],
    audit: {
      action: isReturned ? 'agent.returned' : 'agent.updated',
      resourceType: 'Agent',
      resourceId: agentId,
      details: { before: viewAgent(agent, caller.at), after: viewAgent(after, caller.at) },
    },
  });
}
