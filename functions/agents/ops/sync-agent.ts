// The one request that an agent repeats: its heartbeat, what it saw of targets, its tasks and their ends. It answers new tasks, and when to
// come again. Leases are made last: a repetition after a conflict makes none twice.
import { baseErrors } from '../../../entities/_base/conflicts.ts';
import { assertActive } from '../../../entities/agents/agent.model.ts';
import { heard, SYNC_EVERY_SECONDS, WORK_EVERY_SECONDS } from '../../../entities/agents/sync.model.ts';
import type { Ops } from '../deps.ts';
import { storeHeard } from '../syncing/heartbeat.ts';
import { takeObservations } from '../syncing/observations.ts';
import { takeTasks } from '../tasking/leasing.ts';
import { takeReports } from '../tasking/reports.ts';

export const syncAgent: Ops['syncAgent'] = async ({ caller, params, body }, deps) => {
  const agentId = caller.actor.id;
  if (params.agent !== agentId) throw baseErrors.forbidden({ detail: 'An agent syncs itself alone.' });
  const agent = await deps.agents.get(caller.tenantId, agentId);
  assertActive(agent);
  const { targets, tasks, capacity, ...said } = body;
  const { refused, observedHash } = await takeObservations(caller, agent, targets, deps);
  const hasEnded = tasks.some(({ status }) => status !== 'RUNNING');
  await storeHeard(caller, agent, heard(agent, { ...said, observedHash, hasEnded }, caller.at), deps);
  const { held, ...reported } = await takeReports(caller, tasks, deps);
  // An agent with a problem is not ONLINE.
  const most = said.problem === undefined ? capacity - held : 0;
  const { leases, isWaiting } = await takeTasks(caller, agent, { most, capabilities: said.capabilities }, deps);
  const nextSyncSeconds = held + leases.length > 0 || isWaiting ? WORK_EVERY_SECONDS : SYNC_EVERY_SECONDS;
  return { body: { agentId, leases, ...reported, refused, nextSyncSeconds } };
};
