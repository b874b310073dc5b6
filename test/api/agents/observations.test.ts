// Observations of targets by agents: stored, told, without cost, or refused.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { MISSING_ID, OTHER_TENANT_ID, TENANT_ID } from '../../support/release-world.ts';
import { startAgents } from './fixture.ts';

let world: Awaited<ReturnType<typeof startAgents>>;
let agent: string;
let environmentId: string;
beforeAll(async () => {
  world = await startAgents();
});
beforeEach(async () => {
  environmentId = String((await world.environment()).id);
  agent = await world.registered({ environmentIds: [environmentId] });
});
afterAll(() => world.stop());

const said = { version: '1.0.0', capabilities: ['docker'] };
const observe = (targets: readonly object[], of = agent) => world.sync(of, { ...said, targets });
const shown = async (id: unknown) => (await world.asLead('GET', `/targets/${id}`)).body;
const told = async (id: unknown) => (await world.eventsOf(id)).slice(1);
const audited = async (id: unknown) => (await world.auditOf('Target', id)).slice(1);
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const MINUTE = 60_000;

describe('an observation', () => {
  it('changes the health of a target, and tells it as the agent', async () => {
    const { id: targetId } = await world.target({ environmentId });
    expect(
      (await observe([{ targetId, healthStatus: 'UNHEALTHY', detail: 'No answer on 8080' }])).body.refused,
    ).toEqual([]);
    expect(await shown(targetId)).toMatchObject({
      ...{ healthStatus: 'UNHEALTHY', healthDetail: 'No answer on 8080', revision: 2 },
      ...{ healthCheckedAt: new Date(world.clock.at).toISOString(), observedDigest: null, currentDigest: null },
    });
    expect([await told(targetId), await audited(targetId)]).toEqual([
      ['TargetHealthChanged'],
      ['target.health_changed'],
    ]);
    const [event] = (await world.world.items()).filter(
      ({ pk, detailType }) => detailType === 'TargetHealthChanged' && String(pk).endsWith(String(targetId)),
    );
    expect(JSON.parse(String(event?.detail))).toMatchObject({
      actor: { type: 'AGENT', id: agent },
      data: { targetId, before: 'UNKNOWN', healthStatus: 'UNHEALTHY', detail: 'No answer on 8080' },
    });
    const unhealthy = await world.asLead('GET', '/targets?healthStatus=UNHEALTHY');
    expect(unhealthy.body.items.map(({ id }: { id: string }) => id)).toContain(targetId);
  });

  it.each([
    ['a digest', { digest: digestOf('a') }, digestOf('a'), ['TargetHealthChanged', 'TargetUpdated']],
    ['nothing that runs', { digest: null }, null, ['TargetHealthChanged']],
    ['no look at the digest', {}, null, ['TargetHealthChanged']],
    ['a sticker', { stickerHash: digestOf('b') }, null, ['TargetHealthChanged', 'TargetUpdated']],
  ])('of %s is stored as observed, not as current', async (_, over, observedDigest, events) => {
    const { id: targetId } = await world.target({ environmentId });
    await observe([{ targetId, healthStatus: 'HEALTHY', ...over }]);
    expect(await shown(targetId)).toMatchObject({ observedDigest, currentDigest: null, currentReleaseId: null });
    expect(await told(targetId)).toEqual(events);
  });

  it('of another digest alone tells it; one that does not look keeps it, and null deletes it', async () => {
    const { id: targetId } = await world.target({ environmentId });
    const digests: unknown[] = [];
    for (const over of [{ digest: digestOf('a') }, { digest: digestOf('b') }, {}, { digest: null }]) {
      await observe([{ targetId, healthStatus: 'HEALTHY', ...over }]);
      digests.push((await shown(targetId)).observedDigest);
    }
    expect(digests).toEqual([digestOf('a'), digestOf('b'), digestOf('b'), null]);
    expect(await told(targetId)).toEqual(['TargetHealthChanged', 'TargetUpdated', 'TargetUpdated', 'TargetUpdated']);
    expect(await audited(targetId)).toEqual(['target.health_changed', 'target.observed', 'target.observed']);
  });

  it('that says the same again costs no read, whatever its details and its order', async () => {
    const targets = await Promise.all([1, 2].map(() => world.target({ environmentId })));
    const [one, other] = targets.map(({ id }) => ({ targetId: id, healthStatus: 'HEALTHY' }));
    await observe([{ ...one, detail: '12 ms' }, { ...other }]);
    world.clock.at += 15_000;
    const { readUnits, writeUnits } = await world.world.meter(() =>
      observe([{ ...other }, { ...one, detail: '13 ms' }]),
    );
    expect([readUnits, writeUnits]).toEqual([1.5, 0]);
    expect(await told(targets[0]?.id)).toEqual(['TargetHealthChanged']);
  });

  it('that says the same is compared again after ten minutes, and the check is noted without a change', async () => {
    const { id: targetId } = await world.target({ environmentId });
    const seen = [{ targetId, healthStatus: 'HEALTHY' }];
    for (let count = 0; count < 40; count++) {
      await observe(seen);
      world.clock.at += 15_000;
    }
    await observe(seen);
    expect(await shown(targetId)).toMatchObject({
      healthCheckedAt: new Date(world.clock.at).toISOString(),
      revision: 2,
    });
    expect([await told(targetId), await audited(targetId)]).toEqual([
      ['TargetHealthChanged'],
      ['target.health_changed'],
    ]);
  });

  it('heals after ten minutes what another agent said meanwhile', async () => {
    const { id: targetId } = await world.target({ environmentId });
    const other = await world.registered();
    await observe([{ targetId, healthStatus: 'HEALTHY' }]);
    await observe([{ targetId, healthStatus: 'UNHEALTHY' }], other);
    await observe([{ targetId, healthStatus: 'HEALTHY' }]);
    expect((await shown(targetId)).healthStatus).toBe('UNHEALTHY');
    world.clock.at += 10 * MINUTE;
    await observe([{ targetId, healthStatus: 'HEALTHY' }]);
    expect((await shown(targetId)).healthStatus).toBe('HEALTHY');
  });

  it('of 100 targets changes all of them, and tells each once', async () => {
    const { id: componentId } = await world.component();
    const targets: string[] = [];
    for (let count = 0; count < 100; count++)
      targets.push(String((await world.target({ environmentId, componentId })).id));
    const seen = targets.map((targetId) => ({ targetId, healthStatus: 'HEALTHY', digest: digestOf('a') }));
    expect((await observe(seen)).status).toBe(200);
    const { body } = await world.asLead(
      'GET',
      `/targets?environmentId=${environmentId}&healthStatus=HEALTHY&limit=100`,
    );
    expect(body.items).toHaveLength(100);
    for (const targetId of [targets[0], targets[20], targets[99]]) {
      expect(await told(targetId)).toEqual(['TargetHealthChanged', 'TargetUpdated']);
      expect(await audited(targetId)).toEqual(['target.health_changed']);
    }
  });

  it('by two agents at the same time is told once', async () => {
    const { id: targetId } = await world.target({ environmentId });
    const other = await world.registered();
    const seen = [{ targetId, healthStatus: 'UNHEALTHY' }];
    const replies = await Promise.all([observe(seen), observe(seen, other), observe(seen)]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await told(targetId)).toEqual(['TargetHealthChanged']);
  });
});

describe('a target that the agent may not observe', () => {
  const elsewhere = async () => String((await world.target()).id);
  const deleted = async () => {
    const { id } = await world.target({ environmentId });
    await world.asLead('DELETE', `/targets/${id}`);
    return String(id);
  };
  const strange: [string, () => Promise<string>, string][] = [
    ['of another environment', elsewhere, 'agent.not_its_environment'],
    ['that was deleted', deleted, 'target.not_found'],
    ['that does not exist', async () => MISSING_ID, 'target.not_found'],
    ['with a strange id', async () => 'web-1', 'target.not_found'],
  ];
  it.each(strange)('%s is refused by name and stays as it is; the others are taken', async (_, make, code) => {
    const targetId = await make();
    const { id: own } = await world.target({ environmentId });
    const trace = async () => (await world.world.items()).filter((item) => JSON.stringify(item).includes(targetId));
    const before = await trace();
    for (const count of [1, 2]) {
      const seen = [targetId, own].map((of) => ({ targetId: of, healthStatus: 'UNHEALTHY', digest: digestOf('c') }));
      const { status, body } = await observe(seen);
      expect([count, status, body.refused]).toEqual([count, 200, [{ targetId, code, message: expect.any(String) }]]);
    }
    expect(await trace()).toEqual(before);
    expect(await shown(own)).toMatchObject({ healthStatus: 'UNHEALTHY', revision: 2 });
  });

  it('of another tenant does not exist for it', async () => {
    const { id: targetId } = await world.target({ environmentId });
    const inOther = { tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID };
    const made = await world.call({ ...inOther, role: 'LEAD', method: 'POST', path: '/agents', body: { name: 'spy' } });
    const path = `/agents/${made.body.id}/sync`;
    const body = { ...said, targets: [{ targetId, healthStatus: 'UNHEALTHY' }] };
    const reply = await world.call({ ...inOther, role: 'AGENT', userId: made.body.id, method: 'POST', path, body });
    expect(reply.body.refused).toMatchObject([{ targetId, code: 'target.not_found' }]);
    expect((await shown(targetId)).healthStatus).toBe('UNKNOWN');
  });

  it('may be observed by an agent for all environments, and by one that is given its environment', async () => {
    const { id: targetId, environmentId: other } = await world.target();
    const seen = (healthStatus: string) => [{ targetId, healthStatus }];
    expect((await observe(seen('HEALTHY'))).body.refused).toHaveLength(1);
    expect((await observe(seen('UNHEALTHY'), await world.registered())).body.refused).toEqual([]);
    await world.asLead('PATCH', `/agents/${agent}`, { environmentIds: [environmentId, other] });
    expect((await observe(seen('HEALTHY'))).body.refused).toEqual([]);
    await world.asLead('PATCH', `/agents/${agent}`, { environmentIds: [environmentId] });
    expect((await observe(seen('HEALTHY'))).body.refused).toHaveLength(1);
    expect((await shown(targetId)).healthStatus).toBe('HEALTHY');
    expect((await world.deps.agents.get(TENANT_ID as TenantId, agent)).environmentIds).toEqual([environmentId]);
  });
});
