// The outcomes of deployments on the machine: judgements, slots, promotions, rollbacks; and the events in its history.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPromotionDeployment } from '../../../functions/deployments/tasks/create-promotion-deployment.ts';
import { finishDeployment } from '../../../functions/deployments/tasks/finish-deployment.ts';
import { digestOf, type Ground } from '../../support/deployments/ground.ts';
import { type DeploymentStage, FAST, startDeploymentStage, tenantId } from './deployment-stage.ts';

let stage: DeploymentStage;
beforeAll(async () => {
  stage = await startDeploymentStage();
});
afterAll(() => stage.stop());
beforeEach(() => stage.reset());

describe('a deployment', () => {
  it('judges a canary by the metrics that were recorded since it began', async () => {
    const steps = [{ percent: 50, soakSeconds: 60, thresholds: [{ metric: 'error_rate', most: 1 }] }];
    for (const [value, status] of [
      [0.5, 'SUCCEEDED'],
      [2, 'ROLLED_BACK'],
    ] as const) {
      const id = await stage.run(await stage.driven({ ...FAST, strategy: 'CANARY', steps }));
      await stage.asLead('POST', `/deployments/${id}/metrics`, { metrics: [{ name: 'error_rate', value }] });
      await stage.later(60);
      expect((await stage.find(id)).status).toBe(status);
    }
  });

  it('fails its smoke test by an unhealthy target', async () => {
    const ground = await stage.make.ground();
    const id = await stage.run(await stage.driven({ smokeTestSeconds: 60 }, {}, ground));
    const ill = await stage.deps.targets.findMany(tenantId, ground.targetIds.slice(0, 1));
    for (const target of ill.values()) {
      await stage.world.seed(stage.deps.targets.update(target, target.updatedAt, { healthStatus: 'UNHEALTHY' }));
    }
    await stage.later(60);
    expect(await stage.endOf(id)).toEqual(['ROLLED_BACK', expect.stringContaining('Unhealthy after the deployment')]);
  });

  it('of BLUE_GREEN goes to the slot that is not live, which is live then', async () => {
    const ground = await stage.make.ground(2, (index) => ({ slot: index === 0 ? 'blue' : 'green' }));
    for (const slot of ['blue', 'green', 'blue']) {
      const id = await stage.run(await stage.driven({ ...FAST, strategy: 'BLUE_GREEN' }, {}, ground));
      expect(await stage.find(id)).toMatchObject({ status: 'SUCCEEDED', slot });
      expect(await stage.liveIn(ground)).toMatchObject([{ deploymentId: id, slot }]);
      await stage.later(1);
    }
  });

  it('of BLUE_GREEN knows the live slot beside a report of the same service', async () => {
    const ground = await stage.make.ground(2, (index) => ({ slot: index === 0 ? 'blue' : 'green' }));
    const run = async () =>
      (await stage.find(await stage.run(await stage.driven({ ...FAST, strategy: 'BLUE_GREEN' }, {}, ground)))).slot;
    expect(await run()).toBe('blue');
    await stage.later(1);
    await stage.api.deployment({ environment: ground.environmentId, service: ground.service, version: '2.0.0' });
    await stage.later(1);
    expect(await run()).toBe('green');
  });

  it('of a component that cannot go back fails, and is not taken back', async () => {
    const ground = await stage.make.ground(1, undefined, { isIrreversible: true });
    for (const target of (await stage.deps.targets.findMany(tenantId, ground.targetIds)).values()) {
      const changes = { currentDigest: digestOf('a') };
      await stage.world.seed(stage.deps.targets.update(target, target.updatedAt, changes));
    }
    stage.failing();
    const id = await stage.run(await stage.driven(FAST, {}, ground));
    expect(await stage.endOf(id)).toEqual(['FAILED', expect.stringContaining('It was not taken back: 1 of 1 target')]);
    expect(stage.begun.filter((one) => one.startsWith('ROLLBACK'))).toEqual([]);
  });
});

it('that was given up fails although a task of it is open again, and frees the lock', async () => {
  const ground = await stage.make.ground();
  const item = await stage.driven(FAST, { status: 'IN_PROGRESS' }, ground);
  const targets = ground.targetIds.map((targetId) => ({ targetId, name: targetId }));
  const plan = { steps: [{ targets, soakSeconds: 0, thresholds: [] }] };
  await stage.world.seed([stage.deps.plans.create(item, plan), stage.deps.plans.lock(item, item.createdAt)]);
  const { deploymentId } = item;
  await finishDeployment({ tenantId, deploymentId, executionId: 'lost', error: null }, stage.deps);
  expect(await stage.endOf(deploymentId)).toEqual(['FAILED', 'Its tasks ended too late.']);
  const next = await stage.run(await stage.driven(FAST, {}, ground));
  expect((await stage.find(next)).status).toBe('SUCCEEDED');
});

describe('the deployment of a promotion', () => {
  it('is created once, and carries out the promotion', async () => {
    const ground = await stage.make.ground();
    const { promotionId } = await stage.make.promotion(ground);
    const task = { tenantId, promotionId, executionId: 'promotion' };
    const create = () => createPromotionDeployment(task, stage.deps);
    const [{ deploymentId }, again] = [await create(), await create()];
    expect(again.deploymentId).toBe(deploymentId);
    expect(await stage.find(deploymentId)).toMatchObject({ status: 'PENDING', promotionId, version: '2.0.0' });
    await stage.run({ deploymentId });
    expect(await stage.find(deploymentId)).toMatchObject({ status: 'SUCCEEDED', digest: digestOf('b') });
  });
});

describe('the deployment of a promotion that was let through', () => {
  const begun = async (change: (ground: Ground) => Promise<unknown>, over: object = {}) => {
    const ground = await stage.make.ground();
    const { promotionId } = await stage.make.promotion(ground, over);
    const task = { tenantId, promotionId, executionId: 'promotion' };
    const created = await createPromotionDeployment(task, stage.deps);
    await change(ground);
    const [status, reason] = await stage.endOf(await stage.run(created));
    return [status, reason?.replace(ground.service, 'It'), stage.begun.length > 0];
  };
  const freeze = ({ environmentId }: Ground) => stage.make.freeze({ environments: [environmentId], duration: 'P9D' });
  const override = (expiresAt: string) => ({
    override: {
      ...{ requestedBy: 'bo', requestedByName: 'Bo', requestedAt: '2026-03-01T00:00:00.000Z', reason: 'A leak' },
      ...{ ticket: null, expiresAt, grantedBy: 'cy', grantedByName: 'Cy', grantedAt: '2026-03-01T00:00:00.000Z' },
    },
  });

  it.each([
    ['an emergency stop', (ground: Ground) => stage.make.stopEnvironment(ground.environmentId), 'is stopped by Ada'],
    ['a freeze', freeze, 'Closed by Freeze.'],
  ])('does not begin when %s came meanwhile', async (_, change, why) => {
    expect(await begun(change)).toEqual(['FAILED', expect.stringContaining(why), false]);
  });

  it('begins in a freeze for which its promotion has an override', async () => {
    expect((await begun(freeze, override('2026-12-31T00:00:00.000Z')))[0]).toBe('SUCCEEDED');
  });

  it('does not begin when the override has expired meanwhile', async () => {
    expect((await begun(freeze, override('2026-03-01T00:00:00.001Z')))[0]).toBe('FAILED');
  });
});

describe('an emergency stop', () => {
  it('pauses a deployment before its next targets, until a person resumes it after the stop', async () => {
    const ground = await stage.make.ground(4);
    stage.script.during = async () => {
      stage.script.during = async () => {};
      await stage.make.stopEnvironment(ground.environmentId);
    };
    const rolling = { ...FAST, strategy: 'ROLLING', batchPercent: 50, maxConcurrent: 2 };
    const id = await stage.run(await stage.driven(rolling, {}, ground));
    const resume = () => stage.asLead('POST', `/deployments/${id}/resume`, { action: 'CONTINUE' });
    const standing = async () => {
      const { status, progress } = await stage.find(id);
      return [status, (progress as { failure?: string }).failure, stage.begun.length];
    };
    const stopped = ['IN_PROGRESS', `${ground.service} is stopped by Ada: Fire`, 2];
    expect(await standing()).toEqual(stopped);
    await resume();
    await stage.settle();
    expect(await standing()).toEqual(stopped);
    await stage.later(8 * 24 * 3600);
    expect(await standing()).toEqual(stopped);
    await stage.make.liftStop(ground.environmentId);
    await resume();
    await stage.settle();
    expect(await standing()).toEqual(['SUCCEEDED', undefined, 4]);
  });
});

/** Version 1.0.0 was live where a deployment of 2.0.0 is now. */
async function live() {
  const ground = await stage.make.ground();
  await stage.make.release(ground, '1.0.0', digestOf('a'));
  const of = { environment: ground.environmentId, service: ground.service };
  await stage.api.deployment({ ...of, version: '1.0.0' });
  await stage.later(1);
  const item = await stage.driven(FAST, {}, ground);
  await stage.run(item);
  await stage.later(1);
  return { ground, item };
}

describe('a rollback', () => {
  it('is driven by its event, and takes the other deployment back', async () => {
    const { ground, item } = await live();
    const { id } = await stage.asLead('POST', `/deployments/${item.deploymentId}/rollback`, { reason: 'Errors' });
    await stage.later(60);
    expect(await stage.find(id)).toMatchObject({ status: 'SUCCEEDED', version: '1.0.0' });
    expect(await stage.find(item.deploymentId)).toMatchObject({ status: 'ROLLED_BACK', rolledBackBy: id });
    expect(await stage.liveIn(ground)).toMatchObject([{ deploymentId: id }]);
  });

  it('does not begin when a newer deployment became live meanwhile', async () => {
    const { ground, item } = await live();
    const next = await stage.driven({ smokeTestSeconds: 30 }, { version: '3.0.0' }, ground);
    const asked = await stage.api.call({
      ...({ role: 'LEAD', method: 'POST' } as const),
      path: `/deployments/${item.deploymentId}/rollback`,
      body: { reason: 'Errors' },
    });
    expect(asked.status).toBe(201);
    await stage.run(next);
    await stage.run({ deploymentId: asked.body.id });
    for (let look = 0; look < 4; look++) await stage.later(30);
    const words = expect.stringContaining('3.0.0 is live there');
    expect(await stage.endOf(asked.body.id)).toEqual(['FAILED', words]);
    expect(await stage.liveIn(ground)).toMatchObject([{ deploymentId: next.deploymentId }]);
  });

  it('asked for twice at once is carried out once', async () => {
    const { item } = await live();
    const path = `/deployments/${item.deploymentId}/rollback`;
    const ask = () => stage.api.call({ role: 'LEAD', method: 'POST', path, body: { reason: 'Errors' } });
    const both = await Promise.all([ask(), ask()]);
    await stage.settle();
    for (let look = 0; look < 6; look++) await stage.later(60);
    const ends = await Promise.all(both.map(({ body }) => stage.endOf(body.id)));
    expect(ends.map(([status]) => status).toSorted()).toEqual(['FAILED', 'SUCCEEDED']);
    expect(stage.begun.filter((one) => one.startsWith('DEPLOY'))).toHaveLength(4);
  });

  it('does not begin when an emergency stop came meanwhile', async () => {
    const ground = await stage.make.ground();
    const item = await stage.driven(FAST, { rollbackOf: 'other' }, ground);
    await stage.make.stopEnvironment(ground.environmentId);
    expect(await stage.endOf(await stage.run(item))).toEqual(['FAILED', `${ground.service} is stopped by Ada: Fire`]);
    expect(stage.begun).toEqual([]);
  });
});

// With 500 targets it has as many waves, of five targets each, and ten more to take them back.
it('has 13 history events for each wave of ROLLING by 1 percent, taken back at the end', async () => {
  const ground = await stage.make.ground(100);
  stage.failing('DEPLOY', ground.targetIds.at(-1));
  const id = await stage.run(await stage.driven({ ...FAST, strategy: 'ROLLING', batchPercent: 1 }, {}, ground));
  expect(await stage.find(id)).toMatchObject({ status: 'ROLLED_BACK', progress: { waves: 103 } });
  const history = await stage.history(id);
  expect(history.length).toBe(103 * 13 + 21);
  expect(history.length + 10 * 13).toBeLessThan(2_500);
});
