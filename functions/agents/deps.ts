// The dependencies of the operations of agents.
import type { AgentRepo } from '../../entities/agents/agent.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { TargetRepo } from '../../entities/environments/targets/target.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { manifest } from './manifest.ts';

export interface AgentsDeps {
  readonly agents: AgentRepo;
  readonly environments: Pick<EnvironmentRepo, 'find' | 'addUser' | 'dropUser'>;
  readonly targets: Pick<TargetRepo, 'findMany' | 'update' | 'noteCheck'>;
  readonly tenants: Pick<TenantRepo, 'find'>;
  /** For agents, which register without a credential, and for what a sync changes. */
  readonly save: Save;
}

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, AgentsDeps>;
