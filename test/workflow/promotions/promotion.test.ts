// The machine promotion: its gates, waits and ends.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PromotionStage, startPromotionStage } from './promotion-stage.ts';

let stage: PromotionStage;
beforeAll(async () => {
  stage = await startPromotionStage();
});
afterAll(() => stage.stop());

const lead = (method: string, path: string, body?: unknown) => stage.asLead(method, path, body);

describe('a promotion whose gates pass', () => {
  it('takes the lock of its place, and releases it when it ends', async () => {
    const id = await stage.request(await stage.ready());
    expect(await stage.eventsOf(id)).toEqual([
      ...['PromotionRequested', 'PromotionApproved', 'PromotionStarted', 'PromotionDeployed'],
    ]);
    expect(await stage.auditOf('Promotion', id)).toEqual([
      ...['promotion.requested', 'promotion.approved', 'promotion.deploying', 'promotion.deployment_created'],
      'promotion.deployed',
    ]);
    expect([await stage.holderOf(id), await stage.statusesOf(id)]).toEqual([undefined, ['SUCCEEDED']]);
    const { decision, decidedAt, finishedAt } = await stage.get(id);
    expect(decision).toMatchObject({ result: 'ALLOW', policyVersion: 1 });
    expect([decidedAt, finishedAt]).toEqual(Array(2).fill(new Date(stage.clock.at).toISOString()));
  });
});

describe('a promotion that is deployed', () => {
  it.each([
    ['SUCCEEDED', 'DEPLOYED', 'PromotionDeployed'],
    ['ROLLED_BACK', 'ROLLED_BACK deployment.rolled_back', 'PromotionRolledBack'],
    ['FAILED', 'FAILED deployment.failed', 'PromotionFailed'],
    ['CANCELLED', 'FAILED deployment.cancelled', 'PromotionFailed'],
  ] as const)('and whose deployment is %s ends as %s', async (end, standing, event) => {
    stage.script.end = end;
    const id = await stage.request(await stage.ready());
    stage.script.end = 'SUCCEEDED';
    expect([await stage.standing(id), (await stage.eventsOf(id)).at(-1)]).toEqual([standing, event]);
    expect([await stage.holderOf(id), await stage.statusesOf(id)]).toEqual([undefined, ['SUCCEEDED']]);
  });

  it('names its deployment, holds the lock, and cannot be cancelled', async () => {
    stage.script.isHeld = true;
    const id = await stage.request(await stage.ready());
    const { status, deploymentId } = await stage.get(id);
    expect([status, await stage.holderOf(id)]).toEqual(['DEPLOYING', id]);
    const deployment = await stage.deps.deployments.find((await stage.stored(id)).tenantId as never, deploymentId);
    expect(deployment).toMatchObject({ promotionId: id, origin: 'WINDLASS' });
    const reply = await stage.as('DEVELOPER')('POST', `/promotions/${id}/cancel`, {});
    expect([reply.status, reply.body.detail]).toEqual([409, `It is DEPLOYING. Its deployment is ${deploymentId}.`]);
    await stage.letEnd();
    expect(await stage.standing(id)).toBe('DEPLOYED');
  });

  it('keeps the next one of its place waiting until it ends, which an even newer one supersedes', async () => {
    stage.script.isHeld = true;
    const ready = await stage.ready();
    const id = await stage.request(ready);
    const [next, newest] = [await stage.request(ready), await stage.request(ready)];
    expect(await stage.standing(next)).toBe('SUPERSEDED promotion.superseded');
    expect(await stage.get(newest)).toMatchObject({
      ...{ status: 'APPROVED', statusReason: `${ready.release.key} is being deployed there first.` },
    });
    await stage.letEnd();
    expect([await stage.standing(id), await stage.standing(newest)]).toEqual(['DEPLOYED', 'DEPLOYED']);
  });
});

describe('a promotion that a gate denies', () => {
  it('is REJECTED with the code and the sentence of the gate', async () => {
    const id = await stage.request(await stage.ready({ isDeployed: false }));
    expect(await stage.get(id)).toMatchObject({
      ...{ status: 'REJECTED', statusCode: 'promotion_order.not_deployed', decision: { result: 'DENY' } },
      statusReason: expect.stringMatching(/^It was not deployed to dev-\d+ yet\.$/),
    });
    expect(await stage.eventsOf(id)).toEqual(['PromotionRequested', 'PromotionRejected']);
    expect(stage.recorded.filter((one) => one === id)).toHaveLength(1);
    expect(await stage.statusesOf(id)).toEqual(['SUCCEEDED']);
  });

  it.each([
    ['FAILED', 'promotion_order.not_succeeded'],
    ['CANCELLED', 'promotion_order.not_succeeded'],
  ])('because its deployment to the environment before is %s', async (status, code) => {
    const ready = await stage.ready({ isDeployed: false });
    await stage.report(ready.dev, ready.service, ready.release.key, { status });
    expect(await stage.standing(await stage.request(ready))).toBe(`REJECTED ${code}`);
  });

  it('because no target of the environment runs a component that its rollout may reach', async () => {
    const ready = await stage.ready();
    const id = await stage.request(ready, { rollout: { labels: { region: 'mars' } } });
    expect(await stage.standing(id)).toBe('REJECTED targets.missing');
  });
});

describe('a promotion that a gate holds', () => {
  it('waits for the end of the deployment to the environment before, and of its soak', async () => {
    const ready = await stage.ready({ isDeployed: false, dev: { soakMinutes: 60 } });
    const { id: deployment } = await stage.report(ready.dev, ready.service, ready.release.key, {
      status: 'IN_PROGRESS',
    });
    const id = await stage.request(ready);
    expect(await stage.standing(id)).toBe('PENDING_GATES promotion_order.deploying');
    await stage.must('CI', 'POST', `/deployments/${deployment}/status`, { status: 'SUCCEEDED' });
    await stage.settle();
    expect(await stage.standing(id)).toBe('PENDING_GATES promotion_order.soaking');
    await stage.later(59);
    expect(await stage.standing(id)).toBe('PENDING_GATES promotion_order.soaking');
    await stage.later(1);
    expect((await stage.stored(id)).decidedAt).toBe(new Date(stage.clock.at).toISOString());
  });

  it.each([
    [
      'of the environment',
      (prod: string) => `/environments/${prod}/stop`,
      'POST',
      (prod: string) => `/environments/${prod}/lift-stop`,
    ],
    ['of all environments', () => '/emergency-stop', 'DELETE', () => '/emergency-stop'],
  ])('waits for the end of a stop %s', async (_, set, method, lift) => {
    const ready = await stage.ready();
    await lead('POST', set(ready.prod), { reason: 'a fire' });
    const id = await stage.request(ready);
    expect(await stage.standing(id)).toBe('PENDING_GATES emergency_stop.in_force');
    await lead(method, lift(ready.prod));
    await stage.settle();
    expect((await stage.stored(id)).decidedAt).toBeDefined();
  });

  it('waits for the calendar to open, by its own clock', async () => {
    const ready = await stage.ready();
    const at = new Date(stage.clock.at);
    const dtstart = new Date(stage.clock.at - 60_000).toISOString().slice(0, 16);
    await stage.freezeWindow({
      environments: [ready.prod],
      rrule: undefined,
      dtstart,
      duration: 'PT3H',
      timeZone: 'UTC',
    });
    const id = await stage.request(ready);
    expect(await stage.standing(id)).toBe('PENDING_GATES freeze.closed');
    await stage.later(178);
    expect(await stage.standing(id)).toBe('PENDING_GATES freeze.closed');
    await stage.later(2);
    expect((await stage.stored(id)).decidedAt).toBeDefined();
    expect(Date.parse(String((await stage.stored(id)).decidedAt)) - at.getTime()).toBeGreaterThan(178 * 60_000);
  });

  it('goes on when the freeze window is deleted', async () => {
    const ready = await stage.ready();
    const dtstart = new Date(stage.clock.at - 60_000).toISOString().slice(0, 16);
    const { id: window } = await stage.freezeWindow({
      ...{ environments: [ready.prod], rrule: undefined, dtstart, duration: 'P3D', timeZone: 'UTC' },
    });
    const id = await stage.request(ready);
    await stage.asAdmin('DELETE', `/freeze-windows/${window}`);
    await stage.settle();
    expect((await stage.stored(id)).decidedAt).toBeDefined();
  });

  it('waits for an agent, and goes on when it is back', async () => {
    const ready = await stage.ready();
    stage.clock.at += 3_600_000;
    const id = await stage.request(ready);
    expect(await stage.standing(id)).toBe('PENDING_GATES agents.offline');
    await stage.sync(stage.agentId, { version: '1.0.0', capabilities: ['docker'] });
    await stage.settle();
    expect((await stage.stored(id)).decidedAt).toBeDefined();
  });

  it('waits for a target to be healthy', async () => {
    const ready = await stage.ready();
    const observe = (healthStatus: string) =>
      stage.sync(stage.agentId, {
        ...{ version: '1.0.0', capabilities: ['docker'] },
        targets: [{ targetId: ready.target.id, healthStatus }],
      });
    expect((await observe('UNHEALTHY')).status).toBe(200);
    const id = await stage.request(ready);
    expect(await stage.standing(id)).toBe('PENDING_GATES targets.unhealthy');
    stage.clock.at += 60_000;
    await observe('HEALTHY');
    await stage.settle();
    expect((await stage.stored(id)).decidedAt).toBeDefined();
  });
});

describe('a promotion that waits', () => {
  const stopped = async () => {
    const ready = await stage.ready();
    await lead('POST', `/environments/${ready.prod}/stop`, { reason: 'a fire' });
    return ready;
  };

  it('is superseded by a newer one of the same service and environment', async () => {
    const ready = await stopped();
    const [old, next] = [await stage.request(ready), await stage.request(ready)];
    expect(await stage.get(old)).toMatchObject({
      ...{
        status: 'SUPERSEDED',
        supersededBy: next,
        statusReason: `A newer promotion took its place: ${ready.release.key}.`,
      },
    });
    expect(await stage.standing(next)).toBe('PENDING_GATES emergency_stop.in_force');
    expect(await stage.statusesOf(old)).toEqual(['SUCCEEDED']);
  });

  it('is not superseded by one of another service', async () => {
    const ready = await stopped();
    const id = await stage.request(ready);
    const other = await stage.component();
    await stage.target({ environmentId: ready.prod, componentId: other.id, capability: 'docker' });
    const { key } = await stage.release('another-service', String(other.id));
    await stage.request({ body: { release: key, environment: ready.prod } });
    expect(await stage.standing(id)).toBe('PENDING_GATES emergency_stop.in_force');
  });

  it('ends when a person cancels it', async () => {
    const id = await stage.request(await stopped());
    await stage.as('DEVELOPER')('POST', `/promotions/${id}/cancel`, { reason: 'not today' });
    await stage.settle();
    expect(await stage.standing(id)).toBe('CANCELLED promotion.cancelled');
    expect(await stage.statusesOf(id)).toEqual(['SUCCEEDED']);
  });

  it('is cancelled when its release is', async () => {
    const ready = await stopped();
    const id = await stage.request(ready);
    const reply = await lead('POST', `/releases/${ready.release.id}/cancel`, { reason: 'no' });
    expect([await stage.statusesOf(id), reply.status]).toEqual([['RUNNING'], 404]);
    expect((await stage.world.asLead('POST', `/releases/${ready.release.id}/cancel`, { reason: 'no' })).status).toBe(
      200,
    );
    await stage.settle();
    expect(await stage.standing(id)).toBe('CANCELLED promotion.release_cancelled');
  });

  it('is cancelled after 30 days, within the history that executions may have', async () => {
    const id = await stage.request(await stopped());
    for (let look = 0; look < 140; look++) await stage.tick(new Date(stage.clock.at + 6 * 3_600_000).toISOString());
    expect(await stage.standing(id)).toBe('CANCELLED promotion.expired');
    const histories = await Promise.all(stage.executionsOf(id).map(({ arn }) => stage.historyOf(arn)));
    expect(Math.max(...histories.map(({ length }) => length))).toBeLessThan(2_500);
    expect(await stage.statusesOf(id)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(await stage.pathOf(id)).toContain('ContinuePromotion');
  }, 60_000);
});
