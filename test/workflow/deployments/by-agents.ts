// Deployments with both machines and all their real tasks on a real table, beside agents that sync; a clock that a test moves.
import { createLiveRepo } from '../../../entities/deployments/live/live.repo.ts';
import { createMetricRepo } from '../../../entities/deployments/metrics/metric.repo.ts';
import { createDeploymentPlanRepo } from '../../../entities/deployments/windlass/plan.repo.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import { tasks as agentTasks } from '../../../functions/agents/tasks.handler.ts';
import { consumers } from '../../../functions/deployments/events.handler.ts';
import { tasks as deploymentTasks } from '../../../functions/deployments/tasks.handler.ts';
import { deployment } from '../../../statemachines/deployment/deployment.contract.ts';
import { startAgents } from '../../api/agents/fixture.ts';
import { type Ground, groundOf } from '../../support/deployments/ground.ts';
import { report, tenantId } from '../agents/wave-stage.ts';
import { startMachines } from '../machines.ts';

type Body = Record<string, unknown>;
type EndOf = (lease: Body) => string;
export type ByAgents = Awaited<ReturnType<typeof startByAgents>>;

const HEARD = /^Deployment(?:CancelRequested|Resumed|Task\w+)$/;

/** `areHeard` is false where nothing hears of events: no scan of the table for them then. */
export async function startByAgents({ areHeard = true } = {}) {
  const agents = await startAgents();
  const { world, clock } = agents;
  const { table } = world;
  const deps = {
    ...{ ...agents.deps, live: createLiveRepo(table), metrics: createMetricRepo(table) },
    ...{ plans: createDeploymentPlanRepo(table), freezeWindows: createFreezeWindowRepo(table) },
    ...{ promotions: world.promotions, components: world.components },
  };
  const machines = await startMachines({
    names: ['deployment', 'deployment-wave'],
    tasks: { ...agentTasks, ...deploymentTasks, recordEvidence: async () => null } as never,
    items: areHeard ? world.items : async () => [],
    deliver: async (event) => {
      const type = event['detail-type'];
      if (HEARD.test(type)) await consumers.events[type]?.(event, { ...deps, start: machines.start } as never);
    },
    ...{ deps, clock },
  });
  Object.assign(agents.deps.tokens, machines.tokens);
  const make = groundOf(world);

  /** Ends the leases that the agent has, as `endOf` says, and takes others; answers these. */
  async function sync(
    agent: string,
    had: readonly Body[],
    capacity: number,
    endOf: EndOf = () => 'SUCCEEDED',
  ): Promise<Body[]> {
    const tasks = had.map((lease) => report(lease, endOf(lease), { digest: lease.digest }));
    const reply = await agents.sync(agent, { version: '1.0.0', capabilities: ['shell'], tasks, capacity });
    if (reply.status !== 200) throw new Error(reply.text);
    await machines.settle();
    return reply.body.leases as Body[];
  }

  return {
    ...{ agents, world, machines, deps, make },
    stop: async () => {
      await machines.stop();
      await agents.stop();
    },
    /** The id of a deployment whose execution has begun. */
    async run(ground: Ground, rollout: object, digest: string): Promise<string> {
      const { deploymentId } = await make.driven(ground, { rollout: { smokeTestSeconds: 0, ...rollout }, digest });
      await machines.start(deployment, { tenantId, deploymentId });
      await machines.settle();
      return deploymentId;
    },
    sync,
    /** Works until nothing is left to do for the agent; answers its leases. */
    async work(agent: string, endOf?: EndOf): Promise<Body[]> {
      const done: Body[] = [];
      for (let leases = await sync(agent, [], 10); leases.length > 0; leases = await sync(agent, [], 10)) {
        done.push(...leases);
        await sync(agent, leases, 0, endOf);
      }
      return done;
    },
    statusOf: async (id: string) => (await deps.deployments.get(tenantId, id)).status,
    /** The digests that are recorded of the targets, in their order. */
    async digests({ targetIds }: Ground) {
      const found = await deps.targets.findMany(tenantId, targetIds);
      return targetIds.map((id) => found.get(id)?.currentDigest);
    },
  };
}
