// The agents domain on a real table, beside the environments domain: agents name environments and observe targets.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { registration } from '../../../entities/agents/agent.model.ts';
import { createAgentRepo } from '../../../entities/agents/agent.repo.ts';
import { AgentRegistered } from '../../../entities/agents/events.ts';
import { createTaskRepo } from '../../../entities/agents/tasks/task.repo.ts';
import { createTaskLogRepo } from '../../../entities/agents/tasks/task-log.repo.ts';
import { createDeploymentRepo } from '../../../entities/deployments/deployment.repo.ts';
import { httpHandler } from '../../../functions/_kit/http/http-handler.ts';
import { operations } from '../../../functions/agents/api.handler.ts';
import { manifest } from '../../../functions/agents/manifest.ts';
import { apiCaller } from '../../support/http.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { startEnvironments } from '../environments/fixture.ts';

type Body = Record<string, unknown>;

export async function startAgents() {
  const stage = await startEnvironments();
  const { world, clock } = stage;
  const { environments, targets } = stage.deps;
  const agents = createAgentRepo(world.table);
  const { table } = world;
  /** The answers and heartbeats that the state machine got, by token. */
  const told: { token: string; output?: unknown }[] = [];
  const tokens = {
    succeed: async (token: string, output: unknown) => void told.push({ token, output }),
    beat: async (token: string) => void told.push({ token }),
  };
  const tasks = createTaskRepo(table);
  const deployments = createDeploymentRepo(table);
  const deps = {
    ...{ agents, environments, targets, tasks, deployments, tokens, logs: createTaskLogRepo(table) },
    ...{ sealer: stage.sealer, tenants: world.tenants, save: world.save, now: () => clock.at },
  };
  const own = apiCaller(manifest, httpHandler(manifest, operations, world.kit, deps));
  /** Of either domain, by the path. */
  const call: typeof own = (request) =>
    /^\/(?:agents|deployments)/.test(request.path) ? own(request) : stage.call(request);
  const asLead = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    call({ role: 'LEAD', method, path, headers, ...(body === undefined ? {} : { body }) });
  let made = 0;
  return {
    ...{ ...stage, call, asLead, deps, told },
    async agent(over: Body = {}): Promise<Body> {
      clock.at += 1;
      const reply = await asLead('POST', '/agents', { name: `agent-${++made}`, ...over });
      if (reply.status !== 201) throw new Error(reply.text);
      return reply.body;
    },
    /** The id of an agent that has just registered, without its secrets: requests of this fixture need none. */
    async registered(over: Body = {}): Promise<string> {
      const id = String((await this.agent(over)).id);
      const before = await agents.get(TENANT_ID as TenantId, id);
      const facts = registration({ version: '1.0.0', capabilities: ['docker'] }, `hash of ${id}`, clock.at);
      const caller = { ...world.caller(), actor: { type: 'AGENT', id, name: id } as const };
      const at = new Date(clock.at).toISOString();
      await world.save(caller, {
        writes: agents.update(before, at, facts),
        events: [AgentRegistered.create(caller, id, { agentId: id, name: id, version: '1.0.0' })],
        audit: { action: 'agent.registered', resourceType: 'Agent', resourceId: id },
      });
      return id;
    },
    sync: (agent: string, body: Body) =>
      call({ role: 'AGENT', userId: agent, method: 'POST', path: `/agents/${agent}/sync`, body }),
  };
}
