// The one request that an agent repeats: its heartbeat, and what it saw of targets. It answers when to come again.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { assertActive } from '../../../entities/agents/agent.model.ts';
import { heard, SYNC_EVERY_SECONDS } from '../../../entities/agents/sync.model.ts';
import type { Ops } from '../deps.ts';
import { storeHeard } from '../syncing/heartbeat.ts';
import { takeObservations } from '../syncing/observations.ts';

export const syncAgent: Ops['syncAgent'] = async ({ caller, params, body }, deps) => {
  const agentId = caller.actor.id;
  if (params.agent !== agentId) throw baseErrors.forbidden({ detail: 'An agent syncs itself alone.' });
  const agent = await deps.agents.get(caller.tenantId, agentId);
  assertActive(agent);
  const { targets, tasks: _, ...said } = body;
  const { refused, observedHash } = await takeObservations(caller, agent, targets, deps);
  await storeHeard(caller, agent, heard(agent, { ...said, observedHash }, caller.at), deps);
  return { body: { agentId, leases: [], cancelled: [], refused, nextSyncSeconds: SYNC_EVERY_SECONDS } };
};
