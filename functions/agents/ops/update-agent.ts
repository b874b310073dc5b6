// Changes an agent, or switches it on or off.
import { changedFields } from '../../../entities/_base/changes.ts';
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import type { Changes } from '../../../entities/_base/table/table.ts';
import type { AgentItem } from '../../../entities/agents/agent.entity.ts';
import { saveUpdated } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { agentKindAt } from '../kinds.ts';
import { agentReferences, assertMayExtend } from '../references.ts';

export const updateAgent: Ops['updateAgent'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const before = await deps.agents.get(tenantId, call.params.agent ?? '');
  assertRevision(call, before);
  const changes = changedFields(before, call.body) as Changes<AgentItem>;
  const environmentIds = changes.environmentIds ?? before.environmentIds;
  await assertMayExtend(call.caller, before, environmentIds, deps);
  return saveUpdated(call, agentKindAt(at), before, changes, async (now) => [
    ...deps.agents.update(before, now, changes),
    ...(await agentReferences(tenantId, before.environmentIds, environmentIds, deps)),
  ]);
};
