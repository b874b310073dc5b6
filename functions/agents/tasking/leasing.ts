// Gives waiting tasks to an agent that syncs. Many agents ask at the same time: each begins at another place of the waiting list, and goes on
// to the next task if another agent was faster.
import { createHash } from 'node:crypto';
import { isDomainError } from '../../../entities/_base/errors.ts';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import type { AgentItem } from '../../../entities/agents/agent.entity.ts';
import { worksIn } from '../../../entities/agents/agent.model.ts';
import { DeploymentTaskLeased } from '../../../entities/agents/events.ts';
import { leaseView } from '../../../entities/agents/tasks/sync-tasks.model.ts';
import type { TaskItem, WaitingTaskItem } from '../../../entities/agents/tasks/task.entity.ts';
import { leased, OTHER_COMPONENT, stopReason, taskFactsOf } from '../../../entities/agents/tasks/task.model.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import type { TargetItem } from '../../../entities/environments/targets/target.entity.ts';
import { leaseOf } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import { logger } from '../../_kit/logger.ts';
import type { Caller } from '../../_kit/save.ts';
import type { SyncDeps } from '../deps.ts';
import { auditOf, type End, endTaskAs } from './endings.ts';

/** Leases of one sync: it must be answered in time, and the next one comes in a second. */
const MOST_LEASES = 10;
/** Tasks that an agent tries beyond those. */
const MORE_TRIES = 10;

const isConflict = (error: unknown): boolean => isDomainError(error) && error.code === 'request.conflict';

/** The same tasks, beginning at a place that differs between agents and from time to time. */
function rotated(tasks: readonly WaitingTaskItem[], seed: string): readonly WaitingTaskItem[] {
  const place = createHash('sha256').update(seed).digest().readUInt32BE() % Math.max(1, tasks.length);
  return [...tasks.slice(place), ...tasks.slice(0, place)];
}

/** Waiting tasks that the agent may take. */
async function waitingFor(
  { tenantId, at }: Caller,
  agent: AgentItem,
  capabilities: readonly string[],
  { tasks }: Pick<SyncDeps, 'tasks'>,
): Promise<readonly WaitingTaskItem[]> {
  const [first, ...others] = agent.environmentIds;
  const fits = (one: WaitingTaskItem) => worksIn(agent, one.environmentId) && capabilities.includes(one.capability);
  const fit = await tasks.waiting(tenantId, others.length === 0 ? first : undefined, fits);
  return rotated(fit, `${agent.agentId}${at}`);
}

/** The end of a task that must not begin any more. */
function hindrance(
  { componentId }: TaskItem,
  deployment: DeploymentItem | undefined,
  target: TargetItem | undefined,
): End | undefined {
  if (!deployment) return { status: 'FAILED', message: 'The deployment was deleted' };
  const message = stopReason(deployment);
  if (message !== undefined) return { status: 'CANCELLED', message };
  if (!target) return { status: 'FAILED', message: 'The target was deleted' };
  return target.componentId === componentId ? undefined : { status: 'FAILED', message: OTHER_COMPONENT };
}

/** The credentials of a target, opened for this answer alone. Undefined if they cannot be opened: the task waits until it is too late. */
async function openedFor(
  target: TargetItem,
  { targets, sealer }: SyncDeps,
): Promise<Record<string, string> | undefined> {
  if (target.credentialsSetAt === undefined) return {};
  const sealed = await targets.sealedOf(target);
  if (sealed === undefined) return {};
  try {
    return (await sealer.open(target.tenantId, target.targetId, sealed)) as Record<string, string>;
  } catch (error) {
    logger.error('the credentials of a target cannot be opened', { targetId: target.targetId, error: error as Error });
    return undefined;
  }
}

async function lease(caller: Caller, agent: AgentItem, task: TaskItem, deps: SyncDeps): Promise<TaskItem> {
  const [now, changes] = [isoOf(caller.at), leased(task, agent, caller.at)];
  const after = { ...task, ...changes, updatedAt: now, revision: task.revision + 1 } as TaskItem;
  const facts = { agentId: agent.agentId, agentName: agent.name, fence: after.fence };
  await deps.save(caller, {
    writes: deps.tasks.update(task, now, changes),
    events: [DeploymentTaskLeased.create(caller, task.taskId, { ...taskFactsOf(task), ...facts })],
    audit: auditOf(task, after, 'deployment_task.leased'),
  });
  return after;
}

/** Tells the state machine that an agent has the task. The first report repeats it, and the consumer of its event. */
export async function tellLease(task: TaskItem, { tokens }: Pick<SyncDeps, 'tokens'>): Promise<void> {
  if (task.taskToken === undefined || task.tokenOf !== 'QUEUE') return;
  await tokens.succeed(task.taskToken, leaseOf(task)).catch((error: unknown) => {
    logger.warn('the state machine was not told of a lease', { taskId: task.taskId, error: error as Error });
  });
}

/** The lease; undefined if another agent was faster or the task must not begin. */
async function take(caller: Caller, agent: AgentItem, waiting: WaitingTaskItem, deps: SyncDeps) {
  const { tenantId } = caller;
  const task = await deps.tasks.find(tenantId, waiting);
  if (task?.status !== 'QUEUED') return undefined;
  const [deployment, targets] = await Promise.all([
    deps.deployments.find(tenantId, task.deploymentId),
    deps.targets.findMany(tenantId, [task.targetId]),
  ]);
  const target = targets.get(task.targetId);
  const end = hindrance(task, deployment, target);
  if (end) return void (await endTaskAs(caller, task, end, deps, target ? undefined : []));
  if (!deployment || !target) return undefined;
  const credentials = await openedFor(target, deps);
  if (!credentials) return undefined;
  const after = await lease(caller, agent, task, deps);
  await tellLease(after, deps);
  return leaseView(after, deployment, target, credentials);
}

/** New leases of at most `most` tasks, and whether tasks wait that the agent may take. */
export async function takeTasks(
  caller: Caller,
  agent: AgentItem,
  { most, capabilities }: { readonly most: number; readonly capabilities: readonly string[] },
  deps: SyncDeps,
) {
  const leases: ReturnType<typeof leaseView>[] = [];
  if (most <= 0) return { leases, isWaiting: false };
  const wanted = Math.min(most, MOST_LEASES);
  const waiting = await waitingFor(caller, agent, capabilities, deps);
  for (const one of waiting.slice(0, wanted + MORE_TRIES)) {
    if (leases.length === wanted) break;
    const taken = await take(caller, agent, one, deps).catch((error: unknown) => {
      if (!isConflict(error)) throw error;
      return undefined;
    });
    if (taken) leases.push(taken);
  }
  return { leases, isWaiting: waiting.length > leases.length };
}
