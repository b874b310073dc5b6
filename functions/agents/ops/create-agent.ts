// Creates an agent with a join token. Only this reply shows the token: the idempotency record does not store it.
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { newAgent, newAgentId, viewAgent } from '../../../entities/agents/agent.model.ts';
import { AgentCreated } from '../../../entities/agents/events.ts';
import type { Ops } from '../deps.ts';
import { agentFactsOf } from '../kinds.ts';
import { agentReferences } from '../references.ts';

export const createAgent: Ops['createAgent'] = async (call, deps) => {
  const { caller, body } = call;
  const { tenantId, at } = caller;
  const agentId = newAgentId(at);
  const { secret, hash } = mintSecret('wlj', { tenantId, agentId });
  const item = newAgent(tenantId, agentId, at, body, hash);
  const uses = await agentReferences(tenantId, [], item.environmentIds, deps);
  const view = viewAgent(item, at);
  const reply = { body: { ...view, joinToken: null }, revision: item.revision, location: `/agents/${agentId}` };
  await call.save(
    {
      writes: [...deps.agents.create(item), ...uses],
      events: [AgentCreated.create(caller, agentId, agentFactsOf(item))],
      audit: { action: 'agent.created', resourceType: 'Agent', resourceId: agentId, details: { after: view } },
    },
    reply,
  );
  return { ...reply, body: { ...view, joinToken: secret } };
};
