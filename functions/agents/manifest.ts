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
import { agentErrors, taskErrors } from '../../entities/agents/errors.ts';
import { syncAgentBody, syncedAgentView } from '../../entities/agents/sync.model.ts';
import { listTasksQuery, taskView } from '../../entities/agents/tasks/task.model.ts';
import { listTaskLogQuery, taskLogView } from '../../entities/agents/tasks/task-log.model.ts';
import { deploymentErrors } from '../../entities/deployments/errors.ts';
import { defineManifest } from '../_kit/manifest.ts';

const { STAGE, TABLE_NAME, CREDENTIAL_KEY_ID } = environment;
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
      summary:
        'Changes an agent, or switches it on or off. Further environments for one that works where promotions need approvals, as an ADMIN',
      access: lead,
      errors: [agentErrors.not_found, agentErrors.invalid, agentErrors.name_taken, agentErrors.loosens],
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
        'Says that an agent is there, what it saw of targets and how far its tasks are; answers new tasks. Only for the agent itself, each `nextSyncSeconds`',
      access: own,
      errors: [agentErrors.not_found, agentErrors.inactive],
      body: syncAgentBody,
      hasRevision: false,
      status: 200,
      reply: syncedAgentView,
    },
    listDeploymentTasks: {
      method: 'GET',
      path: '/deployments/{deployment}/tasks',
      summary: 'Lists the tasks of a deployment, one for each target and step; a filtered page may be short',
      access: read,
      query: listTasksQuery,
      errors: [deploymentErrors.not_found],
      status: 200,
      reply: listOf(taskView),
    },
    getTaskLog: {
      method: 'GET',
      path: '/deployments/{deployment}/tasks/{task}/log',
      summary: 'Reads the log of a task in chunks, by lease and offset; a page may be short',
      access: read,
      query: listTaskLogQuery,
      errors: [taskErrors.not_found],
      status: 200,
      reply: listOf(taskLogView),
    },
  },
  subscriptions: {},
  tasks: {
    queueTask:
      'Creates the task of a target, or takes it back from an agent that fell silent; waits until an agent has it',
    followTask: 'Waits until the agent has ended the task',
    endTask: 'Ends a task that took too long, or whose wait failed',
    cancelTasks: 'Ends the tasks of a cancelled deployment that no agent has',
  },
  machines: ['deployment-wave'],
  lambdas: {
    api: {
      impact: 'Agents get no work and report nothing. People cannot see or change agents.',
      environment: z.object({ STAGE, TABLE_NAME, CREDENTIAL_KEY_ID }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete', 'credentials:open'],
      answers: ['deployment-wave'],
      keepsAlive: ['deployment-wave'],
      // A sync takes 1.3 ms of a CPU, hence 9 ms with the share of this size; the function needs 100 MB.
      memoryMb: 256,
    },
    tasks: {
      impact: 'Agents get no work: deployments stand still until their waits end.',
      environment: z.object({ TABLE_NAME }),
      grants: ['table:read', 'table:put', 'table:update', 'table:delete'],
      answers: ['deployment-wave'],
    },
  },
});
