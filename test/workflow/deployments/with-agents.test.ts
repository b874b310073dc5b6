// A deployment with both machines, all their real tasks, and an agent that syncs: what targets have in the end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveRepo } from '../../../entities/deployments/live/live.repo.ts';
import { createMetricRepo } from '../../../entities/deployments/metrics/metric.repo.ts';
import { createDeploymentPlanRepo } from '../../../entities/deployments/windlass/plan.repo.ts';
import { createFreezeWindowRepo } from '../../../entities/environments/freezes/freeze-window.repo.ts';
import { tasks as agentTasks } from '../../../functions/agents/tasks.handler.ts';
import { onDeploymentWoken } from '../../../functions/deployments/on/deployment-woken.ts';
import { tasks as deploymentTasks } from '../../../functions/deployments/tasks.handler.ts';
import { deployment } from '../../../statemachines/deployment/deployment.contract.ts';
import { startAgents } from '../../api/agents/fixture.ts';
import { digestOf, type Ground, groundOf } from '../../support/deployments/ground.ts';
import { report, tenantId } from '../agents/wave-stage.ts';
import { startMachines } from '../machines.ts';

type Body = Record<string, unknown>;

const targetOf = ({ target }: Body): unknown => (target as Body).id;

async function startBoth() {
  const agents = await startAgents();
  const { world, clock } = agents;
  const { table } = world;
  const deps = {
    ...{ ...agents.deps, live: createLiveRepo(table), metrics: createMetricRepo(table) },
    ...{ plans: createDeploymentPlanRepo(table), freezeWindows: createFreezeWindowRepo(table) },
    promotions: world.promotions,
  };
  const machines = await startMachines({
    names: ['deployment', 'deployment-wave'],
    tasks: { ...agentTasks, ...deploymentTasks } as never,
    deliver: async (event) => {
      if (!/^Deployment(?:CancelRequested|Resumed)$/.test(event['detail-type'])) return;
      await onDeploymentWoken(event, { ...deps, start: machines.start } as never);
    },
    ...{ deps, clock, items: world.items },
  });
  Object.assign(agents.deps.tokens, machines.tokens);
  const agent = await agents.registered();

  /** The leases that a sync gives the agent, after its reports. */
  async function sync(reports: readonly Body[] = []): Promise<Body[]> {
    const body = { version: '1.0.0', capabilities: ['shell'], tasks: reports, capacity: reports.length > 0 ? 0 : 10 };
    const reply = await agents.sync(agent, body);
    if (reply.status !== 200) throw new Error(reply.text);
    await machines.settle();
    return (reply.body.leases ?? []) as Body[];
  }

  return {
    ...{ world, machines, deps, sync, make: groundOf(world) },
    stop: async () => {
      await machines.stop();
      await agents.stop();
    },
    async run(ground: Ground, rollout: object, digest: string): Promise<string> {
      const { deploymentId } = await groundOf(world).driven(ground, {
        rollout: { smokeTestSeconds: 0, ...rollout },
        digest,
      });
      await machines.start(deployment, { tenantId, deploymentId });
      await machines.settle();
      return deploymentId;
    },
    /** Works until nothing is left to do; `endOf` says how each lease ends. Answers the leases. */
    async work(endOf: (lease: Body) => string = () => 'SUCCEEDED'): Promise<Body[]> {
      const done: Body[] = [];
      for (let leases = await sync(); leases.length > 0; leases = await sync()) {
        done.push(...leases);
        await sync(leases.map((lease) => report(lease, endOf(lease), { digest: lease.digest })));
      }
      return done;
    },
    digests: async ({ targetIds }: Ground) => {
      const found = await deps.targets.findMany(tenantId, targetIds);
      return targetIds.map((id) => found.get(id)?.currentDigest);
    },
    statusOf: async (id: string) => (await deps.deployments.get(tenantId, id)).status,
  };
}

let both: Awaited<ReturnType<typeof startBoth>>;
let ground: Ground;
beforeAll(async () => {
  both = await startBoth();
  ground = await both.make.ground(3);
});
afterAll(() => both.stop());

describe('a deployment by agents', () => {
  it('puts its digest on every target', async () => {
    const id = await both.run(ground, {}, digestOf('a'));
    expect((await both.work()).map(({ step }) => step)).toEqual(['DEPLOY', 'DEPLOY', 'DEPLOY']);
    expect([await both.statusOf(id), await both.digests(ground)]).toEqual(['SUCCEEDED', Array(3).fill(digestOf('a'))]);
  });

  it('that fails on a target gives every target its previous digest back', async () => {
    const id = await both.run(ground, {}, digestOf('b'));
    const last = ground.targetIds.at(-1);
    const leases = await both.work((lease) =>
      lease.step === 'DEPLOY' && targetOf(lease) === last ? 'FAILED' : 'SUCCEEDED',
    );
    const back = leases.filter(({ step }) => step === 'ROLLBACK');
    expect(back.map(({ digest }) => digest)).toEqual(Array(3).fill(digestOf('a')));
    expect([await both.statusOf(id), await both.digests(ground)]).toEqual([
      ...['ROLLED_BACK', Array(3).fill(digestOf('a'))],
    ]);
  });

  it('that is cancelled ends with the tasks that agents have, and begins no other', async () => {
    const id = await both.run(ground, { strategy: 'ROLLING', batchPercent: 34 }, digestOf('c'));
    const leases = await both.sync();
    const item = await both.deps.deployments.get(tenantId, id);
    await both.world.seed(
      both.deps.deployments.update(item, item.updatedAt, {
        cancelRequestedAt: new Date(both.world.now()).toISOString(),
      }),
    );
    await both.sync(leases.map((lease) => report(lease, 'SUCCEEDED', { digest: lease.digest })));
    expect(await both.work()).toEqual([]);
    expect(await both.statusOf(id)).toBe('CANCELLED');
    expect((await both.digests(ground)).filter((digest) => digest === digestOf('c'))).toHaveLength(leases.length);
  });

  it('that is retried after a pause tries the failed target alone', async () => {
    const id = await both.run(ground, { failurePolicy: 'PAUSE' }, digestOf('d'));
    await both.work((lease) => (targetOf(lease) === ground.targetIds[0] ? 'FAILED' : 'SUCCEEDED'));
    const item = await both.deps.deployments.get(tenantId, id);
    const progress = { ...item.progress, action: 'RETRY' };
    await both.world.seed(both.deps.deployments.update(item, item.updatedAt, { progress }));
    const waiting = await both.deps.plans.waitOf(item);
    await both.machines.tokens.succeed(String(waiting?.taskToken), {});
    await both.machines.settle();
    expect((await both.work()).map(targetOf)).toEqual([ground.targetIds[0]]);
    const again = (await both.deps.tasks.ofDeployment(tenantId, id)).filter(({ step }) => step === 'DEPLOY-2');
    expect(again).toMatchObject([{ targetId: ground.targetIds[0], previousDigest: digestOf('c') }]);
    expect([await both.statusOf(id), await both.digests(ground)]).toEqual(['SUCCEEDED', Array(3).fill(digestOf('d'))]);
  });
});
