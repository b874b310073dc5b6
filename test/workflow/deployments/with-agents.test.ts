// A deployment with both machines, all their real tasks, and an agent that syncs: what targets have in the end.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, type Ground } from '../../support/deployments/ground.ts';
import { tenantId } from '../agents/wave-stage.ts';
import { type ByAgents, startByAgents } from './by-agents.ts';

type Body = Record<string, unknown>;

const targetOf = ({ target }: Body): unknown => (target as Body).id;

let both: ByAgents;
let ground: Ground;
let agent: string;
beforeAll(async () => {
  both = await startByAgents();
  ground = await both.make.ground(3);
  agent = await both.agents.registered();
});
afterAll(() => both.stop());

describe('a deployment by agents', () => {
  it('puts its digest on every target', async () => {
    const id = await both.run(ground, {}, digestOf('a'));
    expect((await both.work(agent)).map(({ step }) => step)).toEqual(['DEPLOY', 'DEPLOY', 'DEPLOY']);
    expect([await both.statusOf(id), await both.digests(ground)]).toEqual(['SUCCEEDED', Array(3).fill(digestOf('a'))]);
  });

  it('that fails on a target gives every target its previous digest back', async () => {
    const id = await both.run(ground, {}, digestOf('b'));
    const last = ground.targetIds.at(-1);
    const leases = await both.work(agent, (lease) =>
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
    const leases = await both.sync(agent, [], 10);
    const item = await both.deps.deployments.get(tenantId, id);
    await both.world.seed(
      both.deps.deployments.update(item, item.updatedAt, {
        cancelRequestedAt: new Date(both.world.now()).toISOString(),
      }),
    );
    await both.sync(agent, leases, 0);
    expect(await both.work(agent)).toEqual([]);
    expect(await both.statusOf(id)).toBe('CANCELLED');
    expect((await both.digests(ground)).filter((digest) => digest === digestOf('c'))).toHaveLength(leases.length);
  });

  it('that is retried after a pause tries the failed target alone', async () => {
    const id = await both.run(ground, { failurePolicy: 'PAUSE' }, digestOf('d'));
    await both.work(agent, (lease) => (targetOf(lease) === ground.targetIds[0] ? 'FAILED' : 'SUCCEEDED'));
    const item = await both.deps.deployments.get(tenantId, id);
    const progress = { ...item.progress, action: 'RETRY' };
    await both.world.seed(both.deps.deployments.update(item, item.updatedAt, { progress }));
    const waiting = await both.deps.plans.waitOf(item);
    await both.machines.tokens.succeed(String(waiting?.taskToken), {});
    await both.machines.settle();
    expect((await both.work(agent)).map(targetOf)).toEqual([ground.targetIds[0]]);
    const again = (await both.deps.tasks.ofDeployment(tenantId, id)).filter(({ step }) => step === 'DEPLOY-2');
    expect(again).toMatchObject([{ targetId: ground.targetIds[0], previousDigest: digestOf('c') }]);
    expect([await both.statusOf(id), await both.digests(ground)]).toEqual(['SUCCEEDED', Array(3).fill(digestOf('d'))]);
  });
});
