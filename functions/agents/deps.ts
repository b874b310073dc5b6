// The dependencies of the operations of agents, and of the tasks of deployment-wave.
import type { AgentRepo } from '../../entities/agents/agent.repo.ts';
import type { TaskRepo } from '../../entities/agents/tasks/task.repo.ts';
import type { TaskLogRepo } from '../../entities/agents/tasks/task-log.repo.ts';
import type { DeploymentRepo } from '../../entities/deployments/deployment.repo.ts';
import type { EnvironmentRepo } from '../../entities/environments/environment.repo.ts';
import type { TargetRepo } from '../../entities/environments/targets/target.repo.ts';
import type { TenantRepo } from '../../entities/tenants/tenant.repo.ts';
import type { Operations } from '../_kit/http/http-handler.ts';
import type { Save } from '../_kit/save.ts';
import type { Sealer } from '../_kit/sealer.ts';
import type { TokenAnswerer } from '../_kit/workflow/executions.ts';
import type { manifest } from './manifest.ts';

export interface AgentsDeps {
  readonly agents: AgentRepo;
  readonly environments: Pick<EnvironmentRepo, 'find' | 'addUser' | 'dropUser'>;
  readonly targets: Pick<TargetRepo, 'findMany' | 'update' | 'noteCheck' | 'use' | 'unuse' | 'sealedOf'>;
  readonly tasks: TaskRepo;
  readonly logs: TaskLogRepo;
  readonly deployments: Pick<DeploymentRepo, 'find' | 'get'>;
  readonly sealer: Pick<Sealer, 'open'>;
  readonly tokens: Pick<TokenAnswerer, 'succeed' | 'beat'>;
  readonly tenants: Pick<TenantRepo, 'find'>;
  /** For agents, which register without a credential, and for what a sync changes. */
  readonly save: Save;
}

/** The part of a sync that is about tasks. */
export type SyncDeps = Pick<AgentsDeps, 'tasks' | 'logs' | 'targets' | 'deployments' | 'sealer' | 'tokens' | 'save'>;

/** The operations, by their names in the manifest. */
export type Ops = Operations<typeof manifest, AgentsDeps>;

export interface TaskDeps {
  readonly tasks: TaskRepo;
  readonly targets: Pick<TargetRepo, 'findMany' | 'use' | 'unuse'>;
  readonly deployments: Pick<DeploymentRepo, 'get'>;
  readonly tokens: Pick<TokenAnswerer, 'succeed'>;
  readonly save: Save;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
