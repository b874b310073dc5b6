// The machine deployment-wave with its real tasks, and agents that sync, on a real table with a clock that a test moves.
import type { TenantId } from '../../../entities/_base/ids.ts';
import { DeploymentTaskLeased } from '../../../entities/agents/events.ts';
import type { DeploymentItem } from '../../../entities/deployments/deployment.entity.ts';
import { guarded } from '../../../functions/_kit/workflow/task.ts';
import { manifest } from '../../../functions/agents/manifest.ts';
import { ifDeleted, tasks } from '../../../functions/agents/tasks.handler.ts';
import { consumers } from '../../../functions/deployments/events.handler.ts';
import { deploymentWave } from '../../../statemachines/deployment-wave/deployment-wave.contract.ts';
import { startAgents } from '../../api/agents/fixture.ts';
import { windlassDeployment } from '../../support/agents/windlass-deployments.ts';
import { TENANT_ID } from '../../support/http.ts';
import { startMachines } from '../machines.ts';

export const tenantId = TENANT_ID as TenantId;
export const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
type Body = Record<string, unknown>;

export type WaveStage = Awaited<ReturnType<typeof startWaveStage>>;

export async function startWaveStage() {
  const agents = await startAgents();
  const { world, clock, deps } = agents;
  const presence = { isThere: true };
  const machines = await startMachines({
    names: ['deployment-wave'],
    tasks: guarded(manifest, tasks, async () => presence.isThere, ifDeleted),
    deps,
    clock,
    items: world.items,
    deliver: async (event) =>
      event.source === DeploymentTaskLeased.source
        ? consumers.events[event['detail-type']]?.(event, deps as never)
        : undefined,
  });
  Object.assign(deps.tokens, machines.tokens);
  const componentId = String((await agents.component()).id);
  const environmentId = String((await agents.environment()).id);
  const arnOf = (name: string) => machines.executions.find((one) => one.name === name)?.arn ?? '';

  async function deployment(over: Body = {}): Promise<DeploymentItem> {
    clock.at += 1;
    const of = { tenantId, environmentId, at: clock.at };
    const { item, writes } = windlassDeployment(deps.deployments, of, { [componentId]: digestOf('b') }, over);
    await world.seed([...writes]);
    return item;
  }

  return {
    ...{ ...machines, agents, world, deps, presence, environmentId, componentId, deployment },
    stop: async () => {
      await machines.stop();
      await agents.stop();
    },
    target: async (over: Body = {}): Promise<string> =>
      String((await agents.target({ environmentId, componentId, type: 'SHELL', ...over })).id),

    /** A person cancels it. */
    async cancel({ deploymentId }: DeploymentItem): Promise<void> {
      const item = await deps.deployments.get(tenantId, deploymentId);
      const cancelRequestedAt = new Date(clock.at).toISOString();
      await world.seed(deps.deployments.update(item, item.updatedAt, { cancelRequestedAt }));
    },

    /** Begins a wave; answers its name. */
    async wave({ deploymentId }: DeploymentItem, targetIds: readonly string[], over: Body = {}): Promise<string> {
      const input = { tenantId, deploymentId, step: 'DEPLOY', wave: 0, targetIds, maxConcurrent: 40, ...over };
      await machines.start(deploymentWave, input);
      await machines.settle();
      return deploymentWave.executionName(input as never);
    },
    statusOf: (name: string) => machines.statusOf(arnOf(name)),
    outputOf: (name: string) => machines.outputOf(arnOf(name)),
    historyOf: (name: string) => machines.historyOf(arnOf(name)),

    /** A sync of an agent, and what it makes the machines do. One that reports takes no task. */
    async sync(agent: string, reports: readonly Body[] = [], over: Body = {}): Promise<Body> {
      const capacity = reports.length === 0 ? 1 : 0;
      const body = { version: '1.0.0', capabilities: ['shell'], tasks: reports, capacity, ...over };
      const reply = await agents.sync(agent, body);
      if (reply.status !== 200) throw new Error(reply.text);
      await machines.settle();
      return reply.body;
    },
    later: (seconds: number) => machines.at(new Date(clock.at + seconds * 1000).toISOString()),
    /** The tasks of a deployment by their targets. */
    async tasksOf({ deploymentId }: DeploymentItem, step = 'DEPLOY') {
      const found = await deps.tasks.ofDeployment(tenantId, deploymentId);
      return found.filter((task) => task.step === step);
    },
    shown: async (targetId: string) => (await agents.asLead('GET', `/targets/${targetId}`)).body as Body,
  };
}

/** A report of a lease. */
export const report = ({ deploymentId, taskId, fence }: Body, status: string, over: Body = {}): Body => ({
  ...{ deploymentId, taskId, fence, status },
  ...over,
});
