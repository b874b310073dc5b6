// The `api` function of the agents domain.
import { createAgentRepo } from '../../entities/agents/agent.repo.ts';
import { createEnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import { createTargetRepo } from '../../entities/environments/targets/target.repo.ts';
import { createTenantRepo } from '../../entities/tenants/tenant.repo.ts';
import { apiOf, type Operations } from '../_kit/http/http-handler.ts';
import type { AgentsDeps } from './deps.ts';
import { manifest } from './manifest.ts';
import { createAgent } from './ops/create-agent.ts';
import { deleteAgent } from './ops/delete-agent.ts';
import { getAgent } from './ops/get-agent.ts';
import { listAgents } from './ops/list-agents.ts';
import { registerAgent } from './ops/register-agent.ts';
import { renewAgentJoinToken } from './ops/renew-agent-join-token.ts';
import { syncAgent } from './ops/sync-agent.ts';
import { updateAgent } from './ops/update-agent.ts';

export const operations: Operations<typeof manifest, AgentsDeps> = {
  createAgent,
  deleteAgent,
  getAgent,
  listAgents,
  registerAgent,
  renewAgentJoinToken,
  syncAgent,
  updateAgent,
};

export const handler = apiOf(manifest, operations, ({ table, save }) => ({
  agents: createAgentRepo(table),
  environments: createEnvironmentRepo(table),
  targets: createTargetRepo(table),
  tenants: createTenantRepo(table),
  save,
}));
