// The agents domain: programs of a tenant that carry out deployments on targets.
import * as z from 'zod';
import { baseErrors } from '../../entities/_base/conflicts.ts';
import { environment } from '../../entities/_base/environment.ts';
import { listOf } from '../../entities/_base/list.ts';
import {
  agentView,
  agentWithJoinTokenView,
  createAgentBody,
  listAgentsQuery,
  registerAgentBody,
  registeredAgentView,
  shownAgentView,
  updateAgentBody,
} from '../../entities/agents/agent.model.ts';
import { agentErrors } from '../../entities/agents/errors.ts';
import { syncAgentBody, syncedAgentView } from '../../entities/agents/sync.model.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME } = environment;
const read = { role: 'VIEWER', scope: 'agents:read', ci: true } as const;
/** The credential of an agent, which may do nothing else. */
const own = { role: 'AGENT', scope: 'agents:write' } as const;
const lead = { role: 'LEAD', scope: 'agents:write' } as const;

export const manifest = defineManifest({
  domain: 'agents',
  routes: {
    createAgent: {
      method: 'POST',
      path: '/agents',
      summary: 'Creates an agent; answers the join token with which it registers within an hour, once',
      access: lead,
      errors: [agentErrors.invalid, agentErrors.name_taken, agentErrors.too_many],
      body: createAgentBody,
      status: 201,
      reply: agentWithJoinTokenView,
    },
    listAgents: {
      method: 'GET',
      path: '/agents',
      summary: 'Lists agents, newest first; a filtered page may be short',
      access: read,
      query: listAgentsQuery,
      status: 200,
      reply: listOf(agentView),
    },
    getAgent: {
      method: 'GET',
      path: '/agents/{agent}',
      summary: 'Reads an agent',
      access: read,
      errors: [agentErrors.not_found],
      status: 200,
      reply: shownAgentView,
    },
    updateAgent: {
      method: 'PATCH',
      path: '/agents/{agent}',
      summary: 'Changes an agent, or switches it on or off',
      access: lead,
      errors: [agentErrors.not_found, agentErrors.invalid, agentErrors.name_taken],
      body: updateAgentBody,
      status: 200,
      reply: agentView,
    },
    deleteAgent: {
      method: 'DELETE',
      path: '/agents/{agent}',
      summary: 'Deletes an agent; its credential is refused within half a minute',
      access: lead,
      errors: [agentErrors.not_found],
      status: 204,
    },
    renewAgentJoinToken: {
      method: 'POST',
      path: '/agents/{agent}/join-token',
      summary:
        'Answers a new join token, in place of an earlier one; the credential of the agent ends when it registers again',
      access: lead,
      errors: [agentErrors.not_found, agentErrors.inactive],
      status: 200,
      reply: agentWithJoinTokenView,
    },
    registerAgent: {
      method: 'POST',
      path: '/agents/register',
      summary: 'Registers an agent with its join token, once: answers its credential',
      access: 'OPEN',
      errors: [agentErrors.join_refused, baseErrors.conflict],
      body: registerAgentBody,
      status: 200,
      reply: registeredAgentView,
    },
    syncAgent: {
      method: 'POST',
      path: '/agents/{agent}/sync',
      summary:
        'Says that an agent is there and what it saw of targets; only for the agent itself, each `nextSyncSeconds`',
      access: own,
      errors: [agentErrors.not_found, agentErrors.inactive],
      body: syncAgentBody,
      hasRevision: false,
      status: 200,
      reply: syncedAgentView,
    },
  },
  subscriptions: {},
  tasks: {},
  lambdas: {
    api: {
      impact: 'Agents get no work and report nothing. People cannot see or change agents.',
      environment: z.object({ STAGE, TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete'],
      // A sync takes 1.3 ms of a CPU, hence 9 ms with the share of this size; the function needs 100 MB.
      memoryMb: 256,
    },
  },
});
