// Deletes an agent; its credential is refused from then on, by each authorizer within half a minute.
import { assertRevision } from '../../../entities/_base/conflicts.ts';
import { saveDeleted } from '../../_kit/resources/kind.ts';
import type { Ops } from '../deps.ts';
import { agentKindAt } from '../kinds.ts';
import { agentReferences } from '../references.ts';

export const deleteAgent: Ops['deleteAgent'] = async (call, deps) => {
  const { tenantId, at } = call.caller;
  const item = await deps.agents.get(tenantId, call.params.agent ?? '');
  assertRevision(call, item);
  const released = await agentReferences(tenantId, item.environmentIds, [], deps);
  return saveDeleted(call, agentKindAt(at), item, [...deps.agents.remove(item), ...released]);
};
