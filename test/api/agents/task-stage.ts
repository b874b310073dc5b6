// Agents beside deployments with tasks that wait for them, without the state machine: its calls are made by hand.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { followTask } from '../../../functions/agents/tasks/follow-task.ts';
import { queueTask } from '../../../functions/agents/tasks/queue-task.ts';
import { windlassDeployment } from '../../support/agents/windlass-deployments.ts';
import { TENANT_ID } from '../../support/release-world.ts';
import { startAgents } from './fixture.ts';

export const tenantId = TENANT_ID as TenantId;
export const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
// biome-ignore lint/suspicious/noExplicitAny: replies are asserted member by member
type Body = Record<string, any>;

export async function startTasks() {
  const world = await startAgents();
  const { deps, clock } = world;
  const componentId = String((await world.component()).id);

  return {
    ...world,
    componentId,
    /** A deployment with a waiting task on each of `count` targets of an environment of its own. */
    async queued(count = 1, over: Body = {}, onTarget: Body = {}) {
      const environmentId = String(over.environmentId ?? (await world.environment()).id);
      clock.at += 1;
      const of = { tenantId, environmentId, at: clock.at };
      const { item, writes } = windlassDeployment(deps.deployments, of, { [componentId]: digestOf('b') }, over);
      await world.world.seed([...writes]);
      const targetIds: string[] = [];
      for (let made = 0; made < count; made++) {
        const target = { environmentId, componentId, type: 'SHELL', ...onTarget };
        targetIds.push(String((await world.target(target)).id));
      }
      const { deploymentId } = item;
      for (const targetId of targetIds) await this.queue(deploymentId, targetId);
      return { environmentId, deploymentId, deployment: item, targetIds };
    },
    queue: (deploymentId: string, targetId: string, over: Body = {}) =>
      queueTask(
        {
          ...{ tenantId, deploymentId, targetId, step: 'DEPLOY', executionId: 'execution-1' },
          ...{ taskToken: `queue-${targetId}`, lostFence: null, ...over },
        },
        deps,
      ),
    follow: (deploymentId: string, targetId: string) =>
      followTask(
        {
          ...{ tenantId, deploymentId, targetId, step: 'DEPLOY', executionId: 'execution-1' },
          taskToken: `follow-${targetId}`,
        },
        deps,
      ),
    /** The answer to a sync of an agent with the capability. One that reports takes no task. */
    async work(agent: string, tasks: readonly Body[] = [], over: Body = {}): Promise<Body> {
      const capacity = tasks.length === 0 ? 1 : 0;
      const reply = await world.sync(agent, { version: '1.0.0', capabilities: ['shell'], tasks, capacity, ...over });
      if (reply.status !== 200) throw new Error(reply.text);
      return reply.body;
    },
    taskOf: async ({ deploymentId, taskId }: Body) => deps.tasks.get(tenantId, { deploymentId, taskId }),
    tasksOf: (deploymentId: string) => deps.tasks.ofDeployment(tenantId, deploymentId),
    shown: async (targetId: unknown): Promise<Body> => (await world.asLead('GET', `/targets/${targetId}`)).body,
  };
}

export type TaskStage = Awaited<ReturnType<typeof startTasks>>;

/** A report of a lease. */
export const report = ({ deploymentId, taskId, fence }: Body, status: string, over: Body = {}): Body => ({
  ...{ deploymentId, taskId, fence, status },
  ...over,
});
