// Drift: agents find other digests and stickers on targets than the latest deployment left there.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, report, startTasks, type TaskStage, tenantId } from './task-stage.ts';

let stage: TaskStage;
let agent: string;
let environmentId: string;
let targetId: string;
let serviceId: string;
let sticker: string;
beforeAll(async () => {
  stage = await startTasks();
});
beforeEach(async () => {
  const queued = await stage.queued();
  environmentId = queued.environmentId;
  targetId = queued.targetIds[0] ?? '';
  serviceId = queued.deployment.serviceId;
  agent = await stage.registered({ environmentIds: [environmentId] });
  const [lease] = (await stage.work(agent)).leases;
  sticker = (await stage.taskOf(lease)).stickerHash ?? '';
  await stage.work(agent, [report(lease, 'SUCCEEDED', { digest: digestOf('b'), stickerHash: sticker })]);
});
afterAll(() => stage.stop());

const observe = (over: object) =>
  stage.work(agent, [], { targets: [{ targetId, healthStatus: 'HEALTHY', ...over }], capacity: 0 });
const driftOf = async () => (await stage.shown(targetId)).driftSince;
/** The drifting targets of the place of the deployment, by each way to read them. */
const drifting = async (of = serviceId) => {
  const [all] = await stage.deps.targets.driftsIn(tenantId, [{ environmentId, serviceId: of }]);
  expect(await stage.deps.targets.driftsIn(tenantId, [{ environmentId, serviceId: of }], of)).toEqual([all]);
  return all;
};
const detected = async () => (await stage.eventsOf(targetId)).filter((type) => type === 'DriftDetected').length;

describe('an observation', () => {
  it.each([
    ['the digest and the sticker', () => ({ digest: digestOf('b'), stickerHash: sticker }), false],
    ['neither of them', () => ({}), false],
    ['the digest alone', () => ({ digest: digestOf('b') }), false],
    ['another digest', () => ({ digest: digestOf('c'), stickerHash: sticker }), true],
    ['nothing that runs', () => ({ digest: null }), true],
    ['another sticker', () => ({ digest: digestOf('b'), stickerHash: digestOf('0') }), true],
    ['no sticker', () => ({ digest: digestOf('b'), stickerHash: null }), true],
  ])('of %s is drift or not', async (_, seen, isDrift) => {
    await observe(seen());
    expect([await driftOf(), await detected(), await drifting()]).toEqual(
      isDrift ? [new Date(stage.clock.at).toISOString(), 1, 1] : [null, 0, 0],
    );
  });

  it('tells a drift once, and again when it becomes another one', async () => {
    await observe({ digest: digestOf('c') });
    const since = await driftOf();
    stage.clock.at += 700_000;
    await observe({ digest: digestOf('c') });
    expect([await detected(), await driftOf()]).toEqual([1, since]);
    await observe({ digest: digestOf('d') });
    expect([await detected(), await driftOf()]).toEqual([2, since]);
    const [event] = (await stage.world.items()).filter(
      ({ pk, detailType }) => detailType === 'DriftDetected' && String(pk).endsWith(targetId),
    );
    expect(JSON.parse(String(event?.detail)).data).toMatchObject({
      ...{ targetId, driftSince: since, expectedDigest: digestOf('b'), observedDigest: digestOf('c') },
    });
    expect((await stage.auditOf('Target', targetId)).at(-1)).toBe('target.observed');
  });

  it('that fits again ends it', async () => {
    await observe({ digest: digestOf('c') });
    await observe({ digest: digestOf('b') });
    expect([await driftOf(), await detected(), await drifting()]).toEqual([null, 1, 0]);
  });

  it('of several targets counts each', async () => {
    const more = await stage.queued(20, { environmentId, serviceId });
    for (let round = 0; round < 2; round++) {
      const { leases } = await stage.work(agent, [], { capacity: 20 });
      const ended = leases.map((lease: object) => report(lease, 'SUCCEEDED', { digest: digestOf('b') }));
      await stage.work(agent, ended);
    }
    const targets = more.targetIds.map((id) => ({ targetId: id, healthStatus: 'UNHEALTHY', digest: null }));
    await stage.work(agent, [], { targets, capacity: 0 });
    expect(await drifting()).toBe(20);
  });

  it('is no drift of a target that is deleted', async () => {
    await observe({ digest: digestOf('c') });
    expect(await drifting()).toBe(1);
    expect((await stage.asLead('DELETE', `/targets/${targetId}`)).status).toBe(204);
    expect(await drifting()).toBe(0);
  });

  it('says nothing of a target that no deployment has changed', async () => {
    targetId = String((await stage.target({ environmentId, componentId: stage.componentId })).id);
    await observe({ digest: digestOf('c'), stickerHash: null });
    expect([await driftOf(), await detected()]).toEqual([null, 0]);
  });
});

describe('a deployment', () => {
  it('is no drift while it is under way, and ends one', async () => {
    await observe({ digest: digestOf('c') });
    const next = await stage.queued(0, { environmentId });
    await stage.queue(next.deploymentId, targetId);
    await observe({ digest: digestOf('d') });
    expect(await detected()).toBe(1);
    const [lease] = (await stage.work(agent)).leases;
    expect(lease).toMatchObject({ previousDigest: digestOf('b') });
    await stage.work(agent, [report(lease, 'SUCCEEDED', { digest: digestOf('b') })]);
    expect([await driftOf(), await drifting()]).toEqual([null, 0]);
  });

  it('of another service takes a target over, with its next drift', async () => {
    await observe({ digest: digestOf('c') });
    const next = await stage.queued(0, { environmentId });
    await stage.queue(next.deploymentId, targetId);
    const [lease] = (await stage.work(agent)).leases;
    await stage.work(agent, [report(lease, 'SUCCEEDED', { digest: digestOf('b') })]);
    await observe({ digest: digestOf('c') });
    expect([await drifting(), await drifting(next.deployment.serviceId)]).toEqual([0, 1]);
  });

  it('is compared at the next observation, also if that is the same as before', async () => {
    await observe({ digest: digestOf('b') });
    const components = [{ componentId: stage.componentId, name: 'web', digest: digestOf('c') }];
    const next = await stage.queued(0, { environmentId, components });
    await stage.queue(next.deploymentId, targetId);
    const [lease] = (await stage.work(agent)).leases;
    expect(lease.digest).toBe(digestOf('c'));
    const again = await stage.queued(0, { environmentId });
    await stage.work(agent, [report(lease, 'SUCCEEDED')]);
    await stage.queue(again.deploymentId, targetId);
    const [last] = (await stage.work(agent)).leases;
    await stage.work(agent, [report(last, 'SUCCEEDED')]);
    await observe({ digest: digestOf('b'), stickerHash: sticker });
    expect([await driftOf(), await detected()]).toEqual([new Date(stage.clock.at).toISOString(), 1]);
  });
});
