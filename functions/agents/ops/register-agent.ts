// Registers an agent with its join token, once: answers its credential, which only this reply shows. An earlier credential ends.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { mintSecret, readSecret } from '../../../entities/access/secret.model.ts';
import type { AgentItem } from '../../../entities/agents/agent.entity.ts';
import { assertMayJoin, registration, viewAgent } from '../../../entities/agents/agent.model.ts';
import { agentErrors } from '../../../entities/agents/errors.ts';
import { AgentRegistered } from '../../../entities/agents/events.ts';
import type { Ops } from '../deps.ts';
import { agentFactsOf } from '../kinds.ts';

export const registerAgent: Ops['registerAgent'] = async ({ visitor, body }, { tenants, agents, save }) => {
  const { at, ip, userAgent, correlationId } = visitor;
  const [tenant, read] = [await tenants.find(visitor.tenant), readSecret('wlj', body.joinToken)];
  if (!tenant || !read || read.tenantId !== tenant.tenantId) throw agentErrors.join_refused();
  const tenantId = tenant.tenantId as TenantId;
  const before = await agents.find(tenantId, read.agentId);
  assertMayJoin(before, read.hash, at);
  const { agentId, name } = before;
  const { secret: credential, hash } = mintSecret('wla', { tenantId, agentId });
  const changes = registration(body, hash, at);
  const after = { ...before, ...changes, updatedAt: isoOf(at), revision: before.revision + 1 } as AgentItem;
  const actor = { type: 'AGENT', id: agentId, name } as const;
  const caller = { tenantId, actor, correlationId, at, ip, userAgent };
  const agent = viewAgent(after, at);
  await save(caller, {
    writes: agents.update(before, isoOf(at), changes),
    events: [AgentRegistered.create(caller, agentId, { ...agentFactsOf(after), version: body.version })],
    audit: {
      action: 'agent.registered',
      resourceType: 'Agent',
      resourceId: agentId,
      details: { before: viewAgent(before, at), after: agent },
    },
  });
  return { body: { agent, credential }, revision: after.revision };
};
