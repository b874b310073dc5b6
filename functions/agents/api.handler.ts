// The `api` function of the agents domain.
import { KMSClient } from '@aws-sdk/client-kms';
import { createAgentRepo } from '../../entities/agents/agent.repo.ts';
import { createTaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import { createTaskLogRepo } from '../../entities/agents/tasks/task-log.repo.ts';
import { createDeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import { createSealer } from '../_kit/sealer.ts';
import { createTokenAnswerer } from '../_kit/workflow/executions.ts';
import type { AgentsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createAgent } from './ops/create-agent.ts';
import { deleteAgent } from './ops/delete-agent.ts';
import { getAgent } from './ops/get-agent.ts';
import { getTaskLog } from './ops/get-task-log.ts';
import { listAgents } from './ops/list-agents.ts';
import { listDeploymentTasks } from './ops/list-deployment-tasks.ts';
import { registerAgent } from './ops/register-agent.ts';
import { renewAgentJoinToken } from './ops/renew-agent-join-token.ts';
import { syncAgent } from './ops/sync-agent.ts';
import { updateAgent } from './ops/update-agent.ts';

export const operations: Operations<typeof manifest, AgentsDeps> = {
  createAgent,
  deleteAgent,
  getAgent,
  getTaskLog,
  listAgents,
  listDeploymentTasks,
  registerAgent,
  renewAgentJoinToken,
  syncAgent,
  updateAgent,
};

export const handler = apiOf(manifest, operations, ({ environment, table, save }) => ({
  agents: createAgentRepo(table),
  tasks: createTaskRepo(table),
  logs: createTaskLogRepo(table),
  deployments: createDeploymentRepo(table),
  sealer: createSealer({ keyId: environment.CREDENTIAL_KEY_ID, kms: new KMSClient({}) }),
  tokens: createTokenAnswerer(),
  environments: createEnvironmentRepo(table),
  targets: createTargetRepo(table),
  tenants: createTenantRepo(table),
  save,
}));
