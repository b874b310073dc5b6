// Gives an agent a new join token, which only this reply shows. Its credential is accepted until it registers again.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import type { AgentItem } from '../../../entities/agents/agent.entity.ts';
import { assertActive, joinOf, viewAgent } from '../../../entities/agents/agent.model.ts';
import { AgentJoinTokenRenewed } from '../../../entities/agents/events.ts';
import type { Ops } from '../deps.ts';
import { agentFactsOf } from '../kinds.ts';

export const renewAgentJoinToken: Ops['renewAgentJoinToken'] = async (call, { agents }) => {
  const { caller } = call;
  const { tenantId } = caller;
  const before = await agents.get(tenantId, call.params.agent ?? '');
  assertRevision(call, before);
  assertActive(before);
  const { agentId, revision } = before;
  const { secret, hash } = mintSecret('wlj', { tenantId, agentId });
  const [at, changes] = [isoOf(caller.at), joinOf(hash, caller.at)];
  const after: AgentItem = { ...before, ...changes, updatedAt: at, revision: revision + 1 };
  const view = viewAgent(after, caller.at);
  const reply = { body: { ...view, joinToken: null }, revision: after.revision };
  await call.save(
    {
      writes: agents.update(before, at, changes),
      events: [AgentJoinTokenRenewed.create(caller, agentId, agentFactsOf(after))],
      audit: {
        action: 'agent.join_token_renewed',
        resourceType: 'Agent',
        resourceId: agentId,
        details: { name: after.name, joinExpiresAt: after.joinExpiresAt },
      },
    },
    reply,
  );
  return { ...reply, body: { ...view, joinToken: secret } };
};
