// The order of promotion where another system reports deployments: a token of CI must not stand for the approvals of an environment.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groundOf } from '../../support/deployments/ground.ts';
import { type PromotionsStage, type Ready, startPromotions } from './fixture.ts';

let world: PromotionsStage;
let make: ReturnType<typeof groundOf>;
beforeAll(async () => {
  world = await startPromotions();
  make = groundOf(world.world);
});
afterAll(() => world.stop());

async function standingOf(ready: Ready) {
  const { id } = await world.promote(ready);
  await world.evaluate(id);
  const { status, statusCode, statusReason } = await world.get(id);
  return { status, statusCode, statusReason };
}

/** Windlass has deployed the release to the first environment. */
const driven = ({ dev: environmentId, componentId, service, serviceId, release }: Ready, over: object = {}) => {
  const at = new Date(world.clock.at).toISOString();
  const done = { releaseId: release.id, status: 'SUCCEEDED', startedAt: at, beganAt: at, finishedAt: at, ...over };
  return make.driven({ environmentId, componentId, service, serviceId, targetIds: [] }, done);
};

describe('the gate of the order', () => {
  it.each([
    ['without approvals', {}, 'any other'],
    ['that asks one person', { requiredApprovals: 1 }, 'REJECTED'],
  ])('of a release that was reported to an environment %s', async (_, dev, status) => {
    const ready = await world.ready({ dev });
    const standing = await standingOf(ready);
    if (status !== 'REJECTED') return expect(standing.status).not.toBe('REJECTED');
    const { name } = (await world.as('VIEWER')('GET', `/environments/${ready.dev}`)).body;
    expect(standing).toEqual({
      ...{ status, statusCode: 'promotion_order.reported' },
      statusReason: `Another system reported it to ${name}, past the approvals there: promote it to ${name} first.`,
    });
  });

  it('of one that a group must approve there is the same', async () => {
    const approvalGroups = [{ teamId: await world.team('guards'), approvalsNeeded: 1 }];
    const ready = await world.ready({ dev: { approvalGroups } });
    expect(await standingOf(ready)).toMatchObject({ statusCode: 'promotion_order.reported' });
  });

  it('counts what Windlass deployed there, whatever is reported after it', async () => {
    const ready = await world.ready({ dev: { requiredApprovals: 1 }, isDeployed: false });
    await driven(ready);
    world.clock.at += 60_000;
    await world.report(ready.dev, ready.service, ready.release.key, { status: 'FAILED' });
    expect((await standingOf(ready)).status).not.toBe('REJECTED');
  });

  it('is not passed by a report after a deployment of Windlass that failed', async () => {
    const ready = await world.ready({ dev: { requiredApprovals: 1 }, isDeployed: false });
    await driven(ready, { status: 'FAILED' });
    world.clock.at += 60_000;
    await world.report(ready.dev, ready.service, ready.release.key);
    expect(await standingOf(ready)).toMatchObject({ status: 'REJECTED', statusCode: 'promotion_order.not_succeeded' });
  });
});
