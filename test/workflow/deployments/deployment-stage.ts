// The machine deployment with its real tasks on a real table; its waves run on the real machine deployment-wave, whose tasks end at once
// as a test says.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { endedTask, stopReason } from '../../../entities/agents/tasks/task.model.ts';
import { createTaskRepo } from '../../../entities/agents/tasks/task.repo.ts';
import type { TaskEnd } from '../../../entities/agents/tasks/words.model.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { createTargetRepo } from '../../../entities/environments/targets/target.repo.ts';
import type { Machine } from '../../../functions/_kit/workflow/executions.ts';
import { guarded } from '../../../functions/_kit/workflow/task.ts';
import { consumers } from '../../../functions/deployments/events.handler.ts';
import { manifest } from '../../../functions/deployments/manifest.ts';
import { endOfDeleted } from '../../../functions/deployments/tasks/driven.ts';
import { tasks } from '../../../functions/deployments/tasks.handler.ts';
import { deployment } from '../../../statemachines/deployment/deployment.contract.ts';
import { startDeployments } from '../../api/deployments/fixture.ts';
import { type Ground, groundOf } from '../../support/deployments/ground.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { startMachines } from '../machines.ts';

type Body = Record<string, unknown>;
export const tenantId = TENANT_ID as TenantId;
/** A rollout without waits. */
export const FAST = { smokeTestSeconds: 0 };
export type DeploymentStage = Awaited<ReturnType<typeof startDeploymentStage>>;

interface WaveTask {
  readonly tenantId: string;
  readonly deploymentId: string;
  readonly step: string;
  readonly targetId: string;
  readonly taskToken: string;
}

export async function startDeploymentStage() {
  const api = await startDeployments();
  const { world, deps: apiDeps } = api;
  const { table, clock, save, now, promotions } = world;
  const taskRepo = createTaskRepo(table);
  const targets = createTargetRepo(table);
  const presence = { isThere: true };
  /** The end of a task; undefined fails its wait, as if it was lost. */
  const script = { endOf: (_: WaveTask): TaskEnd | undefined => 'SUCCEEDED', during: async (): Promise<void> => {} };
  const begun: string[] = [];
  /** The deployments of which packets were to be recorded. */
  const recorded: string[] = [];

  /** In place of the tasks of agents: an agent that takes a task has ended it. */
  const waveTasks = {
    queueTask: async (input: WaveTask) => {
      await script.during();
      const item = await apiDeps.deployments.get(tenantId, input.deploymentId);
      const status = stopReason(item) !== undefined ? 'CANCELLED' : script.endOf(input);
      const target = (await targets.findMany(tenantId, [input.targetId])).get(input.targetId);
      if (status === undefined) throw Object.assign(new Error('lost'), { name: 'AccessDenied' });
      begun.push(`${input.step} ${target?.name}`);
      const task = endedTask(item, { targetId: input.targetId, target }, input.step, clock.at, { status, message: '' });
      await world.seed(taskRepo.create({ ...task, fence: status === 'CANCELLED' ? 0 : 1 }));
      await machines.tokens.succeed(input.taskToken, { fence: 1, timeoutSeconds: 60 });
    },
    followTask: async ({ targetId, taskToken }: WaveTask) =>
      machines.tokens.succeed(taskToken, { targetId, status: 'SUCCEEDED', error: null }),
    endTask: async () => {
      throw Object.assign(new Error('lost'), { name: 'AccessDenied' });
    },
    cancelTasks: async () => null,
    recordEvidence: async ({ subjectId }: { readonly subjectId: string }) => void recorded.push(subjectId),
  };

  const start = (machine: Machine, input: object) => machines.start(machine, input);
  const deps = {
    ...{ deployments: apiDeps.deployments, live: apiDeps.live, plans: apiDeps.plans, metrics: apiDeps.metrics },
    ...{ environments: apiDeps.environments, freezeWindows: apiDeps.freezeWindows, promotions, targets },
    components: apiDeps.components,
    ...{ tasks: taskRepo, save, now },
    tokens: { succeed: (token: string, output: unknown) => machines.tokens.succeed(token, output) },
  };
  const eventsDeps = { ...api.eventsDeps, tokens: deps.tokens, start };
  const machines = await startMachines({
    names: ['deployment', 'deployment-wave'],
    tasks: {
      ...guarded(manifest, tasks, async () => presence.isThere, { answer: endOfDeleted }),
      ...waveTasks,
    } as never,
    deliver: async (event) => consumers.events[event['detail-type']]?.(event, eventsDeps as never),
    ...{ deps, clock, items: world.items },
  });
  const arnOf = (name: string) => machines.executions.find((one) => one.name === name)?.arn ?? '';
  const make = groundOf(world);
  const find = (id: string) => apiDeps.deployments.get(tenantId, id);

  return {
    ...machines,
    ...{ api, world, deps, presence, script, begun, recorded, make, find },
    stop: async () => {
      await machines.stop();
      await api.stop();
    },
    /** Starts the execution of a deployment. */
    async run({ deploymentId }: Pick<DeploymentItem, 'deploymentId'>): Promise<string> {
      await machines.start(deployment, { tenantId, deploymentId });
      await machines.settle();
      return deploymentId;
    },
    /** Everything as before the first test: all targets succeed, and nothing has begun. */
    reset() {
      presence.isThere = true;
      script.endOf = () => 'SUCCEEDED';
      script.during = async () => {};
      begun.length = 0;
    },
    /** From now on targets fail: all of a step, or only one. */
    failing(step = 'DEPLOY', only?: string) {
      script.endOf = (task) =>
        task.step === step && (only === undefined || task.targetId === only) ? 'FAILED' : 'SUCCEEDED';
    },
    /** A deployment by Windlass, on a ground of its own by default. */
    driven: async (rollout: object = FAST, over: object = {}, ground?: Ground): Promise<DeploymentItem> =>
      make.driven(ground ?? (await make.ground()), { rollout, ...over }),
    /** The deployments that are live in an environment. */
    liveIn: ({ environmentId }: { readonly environmentId: string }) => api.live(`&environmentId=${environmentId}`),
    /** A change by a person, and what it makes happen. */
    async asLead(method: string, path: string, body?: Body) {
      const reply = await api.call({ role: 'LEAD', method, path, ...(body && { body }) });
      if (reply.status >= 300) throw new Error(reply.text);
      await machines.settle();
      return reply.body;
    },
    later: (seconds: number) => machines.at(new Date(clock.at + seconds * 1000).toISOString()),
    /** Status and reason. */
    async endOf(id: string) {
      const { status, reason } = await find(id);
      return [status, reason];
    },
    executionStatus: (id: string) => machines.statusOf(arnOf(id)),
    history: (id: string) => machines.historyOf(arnOf(id)),
  };
}
