// Promotions that are requested automatically after a deployment, and deployments after which none is.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoOf } from '../../../entities/_base/time/iso.ts';
import { type AutomaticStage, startAutomatic } from './automatic-fixture.ts';
import type { Ready } from './fixture.ts';

let world: AutomaticStage;
beforeAll(async () => {
  world = await startAutomatic();
});
afterAll(() => world.stop());

/** Nothing is promoted yet; the release is deployed to the first environment by `deploy`. */
const start = (over: Parameters<AutomaticStage['automatic']>[0] = {}) =>
  world.automatic({ ...over, isDeployed: false });
const deploy = ({ dev, service, release }: Ready, body = {}) =>
  world.deployed(dev, service, { release: release.key, ...body });
const countOf = async (ready: Pick<Ready, 'prod'>) => (await world.promotionsTo(ready)).length;

describe('after a deployment has succeeded', () => {
  it('the next environment takes its release', async () => {
    const ready = await start({ prod: { requiredApprovals: 1 } });
    const deploymentId = await deploy(ready);
    const [made] = await world.promotionsTo(ready);
    expect(made).toMatchObject({
      ...{ releaseId: ready.release.id, environmentId: ready.prod, sourceEnvironmentId: ready.dev },
      ...{ requestedBy: { type: 'SYSTEM', id: 'promotions', name: 'Windlass' }, requestedAt: isoOf(world.clock.at) },
      ...{ service: ready.service, serviceId: ready.serviceId, status: 'PENDING_GATES', isRollback: false },
    });
    const { name } = (await world.as('VIEWER')('GET', `/environments/${ready.dev}`)).body;
    expect(made?.reason).toBe(`Verified in ${name}`);
    expect(await world.eventsOf(made?.id)).toEqual(['PromotionRequested']);
    expect(await world.auditOf('Promotion', made?.id)).toEqual(['promotion.requested']);
    expect(await world.eventsOf(deploymentId)).toContain('DeploymentSucceeded');
  });

  it('the promotion waits for the soak', async () => {
    const ready = await start({ dev: { soakMinutes: 30 } });
    await deploy(ready);
    const [made] = await world.promotionsTo(ready);
    await world.evaluate(String(made?.id));
    expect(await world.get(String(made?.id))).toMatchObject({
      ...{ status: 'PENDING_GATES', statusCode: 'promotion_order.soaking' },
    });
  });

  it('a repetition of the event changes nothing', async () => {
    const ready = await start();
    const id = await deploy(ready);
    await world.hear(id);
    expect(await countOf(ready)).toBe(1);
    const [made] = await world.promotionsTo(ready);
    await world.asLead('POST', `/promotions/${made?.id}/cancel`, {});
    await world.hear(id);
    expect(await countOf(ready)).toBe(1);
  });

  it('is requested once for two deliveries at the same time', async () => {
    const ready = await start();
    const { id } = await world.report(ready.dev, ready.service, ready.release.key);
    await Promise.all([world.hear(id), world.hear(id)]);
    expect(await countOf(ready)).toBe(1);
  });

  it('each environment at the next place takes it, and none after it', async () => {
    const ready = await start();
    const { order } = (await world.as('VIEWER')('GET', `/environments/${ready.prod}`)).body;
    const beside = await world.environment({ name: `beside-${order}`, order, autoPromote: true });
    const by = await world.environment({ name: `by-hand-${order}`, order });
    const after = await world.environment({ name: `after-${order}`, order: order + 1, autoPromote: true });
    await deploy(ready);
    const counts = await Promise.all(
      [ready.prod, beside.id, by.id, after.id].map((id) => countOf({ prod: String(id) })),
    );
    expect(counts).toEqual([1, 1, 0, 0]);
  });

  it('the environment takes it once it is live everywhere at the place before', async () => {
    const ready = await start();
    const { order } = (await world.as('VIEWER')('GET', `/environments/${ready.dev}`)).body;
    const beside = await world.environment({ name: `beside-${order}`, order });
    await deploy(ready);
    expect(await countOf(ready)).toBe(0);
    await world.deployed(String(beside.id), ready.service, { release: ready.release.key });
    expect(await countOf(ready)).toBe(1);
  });

  it('a later release is promoted too, under an id that sorts after the first one', async () => {
    const ready = await start();
    await deploy(ready);
    const later = await world.next(ready);
    await world.deployed(ready.dev, ready.service, { release: later.key });
    const ids = (await world.promotionsTo(ready)).map(({ releaseId }) => releaseId);
    expect(ids).toEqual([later.id, ready.release.id]);
  });

  it('a promotion of the release by a person that waits keeps its place', async () => {
    const ready = await start({ prod: { requiredApprovals: 1 } });
    const asked = await world.promote(ready);
    await deploy(ready);
    expect((await world.promotionsTo(ready)).map(({ id }) => id)).toEqual([asked.id]);
  });
});

describe('nothing is promoted automatically', () => {
  it.each<[string, () => Promise<Pick<Ready, 'prod'>>]>([
    [
      'to an environment without autoPromote',
      async () => {
        const ready = await start({ prod: { autoPromote: false } });
        await deploy(ready);
        return ready;
      },
    ],
    [
      'after a deployment of no release',
      async () => {
        const ready = await start();
        await deploy(ready, { release: undefined, version: '3.1.4' });
        return ready;
      },
    ],
    [
      'after a report to an environment that asks for approvals',
      async () => {
        const ready = await start({ dev: { requiredApprovals: 1 } });
        await deploy(ready);
        return ready;
      },
    ],
    [
      'after one that failed',
      async () => {
        const ready = await start();
        await deploy(ready, { status: 'FAILED' });
        return ready;
      },
    ],
    [
      'after one that goes on',
      async () => {
        const ready = await start();
        await deploy(ready, { status: 'IN_PROGRESS' });
        return ready;
      },
    ],
    [
      'after a rollback in the environment before it',
      async () => {
        const ready = await start();
        const first = await deploy(ready, { release: undefined, version: '3.1.4' });
        await deploy(ready, { rollbackOf: first });
        return ready;
      },
    ],
    [
      'after one that another one has replaced',
      async () => {
        const ready = await start();
        const { id } = await world.report(ready.dev, ready.service, ready.release.key);
        await deploy(ready, { release: undefined, version: '3.1.4' });
        await world.hear(id);
        return ready;
      },
    ],
    [
      'of a release that is live there already',
      async () => {
        const ready = await start();
        await world.deployed(ready.prod, ready.service, { release: ready.release.key });
        await deploy(ready);
        return ready;
      },
    ],
    [
      'after a deployment outside of the order',
      async () => {
        const ready = await start({ dev: { order: null } });
        await deploy(ready);
        return ready;
      },
    ],
    [
      'after a deployment to the last environment',
      async () => {
        const ready = await start();
        await world.deployed(ready.prod, ready.service, { release: ready.release.key });
        return ready;
      },
    ],
    [
      'of a release that is held there',
      async () => {
        const ready = await start();
        await world.rolledBack(ready);
        await deploy(ready);
        return ready;
      },
    ],
  ])('%s', async (_, prepare) => {
    expect(await countOf(await prepare())).toBe(0);
  });

  it.each(['KICKOFF_PENDING', 'CANCELLED'] as const)('of a release that is %s', async (status) => {
    const ready = await start();
    const { key } = await world.next(ready, { status });
    await world.deployed(ready.dev, ready.service, { release: key });
    expect(await countOf(ready)).toBe(0);
  });
});
