// Syncs of agents: who may send one, heartbeats, what is told, and what of it costs nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { CALLER_ROLES } from '../../../entities/names.ts';
import { fieldsOf, inOtherTenant, MISSING_ID, TENANT_ID, verdict } from '../../support/release-world.ts';
import { startAgents } from './fixture.ts';

let world: Awaited<ReturnType<typeof startAgents>>;
let id: string;
beforeAll(async () => {
  world = await startAgents();
});
beforeEach(async () => {
  id = await world.registered();
});
afterAll(() => world.stop());

const body = { version: '1.0.0', capabilities: ['docker'] };
const sync = (over: object = {}, of = id) => world.sync(of, { ...body, ...over });
const stored = () => world.deps.agents.get(TENANT_ID as TenantId, id);
const shown = async () => (await world.asLead('GET', `/agents/${id}`)).body;
const told = async () => (await world.eventsOf(id)).slice(2);
const audited = async () => (await world.auditOf('Agent', id)).slice(2);

describe('access', () => {
  it('is for the agent itself', async () => {
    for (const role of CALLER_ROLES) {
      const reply = await world.call({ role, userId: id, method: 'POST', path: `/agents/${id}/sync`, body });
      expect([role, reply.status]).toEqual([role, role === 'AGENT' ? 200 : 403]);
    }
    expect((await world.call({ method: 'POST', path: `/agents/${id}/sync`, body })).status).toBe(401);
    const scopes = 'agents:read';
    const limited = { role: 'AGENT', scopes, userId: id, method: 'POST', path: `/agents/${id}/sync`, body } as const;
    expect((await world.call(limited)).status).toBe(403);
  });

  it.each([
    ['another agent', () => world.registered()],
    ['an agent that does not exist', async () => MISSING_ID],
  ])('is refused for %s, and changes nothing', async (_, other) => {
    const of = await other();
    const before = await world.world.items();
    const reply = await world.call({ role: 'AGENT', userId: id, method: 'POST', path: `/agents/${of}/sync`, body });
    expect([verdict(reply), reply.body.detail]).toEqual([[403, 'request.forbidden'], 'An agent syncs itself alone.']);
    expect(await world.world.items()).toEqual(before);
  });

  it('answers 404 to a deleted agent, 409 to one that is switched off, as long as an authorizer remembers it', async () => {
    await world.asLead('PATCH', `/agents/${id}`, { isActive: false });
    expect(verdict(await sync())).toEqual([409, 'agent.inactive']);
    await world.asLead('DELETE', `/agents/${id}`);
    expect(verdict(await sync())).toEqual([404, 'agent.not_found']);
  });

  it('answers as for a missing tenant to an agent of another', async () => {
    const other = { ...inOtherTenant, tenantId: TENANT_ID };
    const reply = await world.call({
      ...other,
      role: 'AGENT',
      userId: id,
      method: 'POST',
      path: `/agents/${id}/sync`,
      body,
    });
    expect(verdict(reply)).toEqual([404, 'request.not_found']);
  });
});

describe('syncAgent', () => {
  it('answers when to come again, and nothing to do', async () => {
    expect((await sync()).body).toEqual({
      ...{ agentId: id, leases: [], cancelled: [], refused: [], refusedTasks: [] },
      nextSyncSeconds: 15,
    });
  });

  it('stores one heartbeat of four, at one write unit, and tells nobody', async () => {
    const start = world.clock.at;
    const units: number[] = [];
    for (let count = 1; count <= 8; count++) {
      world.clock.at = start + count * 15_000;
      const { result, writeUnits, readUnits } = await world.world.meter(() => sync());
      expect([result.status, readUnits]).toEqual([200, 1.5]);
      units.push(writeUnits);
    }
    expect(units).toEqual([0, 0, 0, 1, 0, 0, 0, 1]);
    expect(await stored()).toMatchObject({ lastHeartbeatAt: new Date(start + 120_000).toISOString(), revision: 2 });
    expect([await told(), await audited()]).toEqual([[], []]);
  });

  it('keeps a living agent ONLINE between its heartbeats', async () => {
    for (let count = 0; count < 20; count++) {
      await sync();
      world.clock.at += 14_999;
      expect((await shown()).status).toBe('ONLINE');
      world.clock.at += 1;
    }
  });

  it('tells another version and other capabilities at once, in any order the same', async () => {
    await sync({ version: '1.1.0', capabilities: ['shell', 'docker'] });
    expect(await shown()).toMatchObject({ version: '1.1.0', capabilities: ['docker', 'shell'], revision: 3 });
    await sync({ version: '1.1.0', capabilities: ['docker', 'shell'] });
    expect([await told(), await audited()]).toEqual([['AgentUpdated'], ['agent.updated']]);
  });

  it('tells a problem when it comes and goes, not each of its words', async () => {
    await sync({ problem: 'The disk is 91 % full' });
    expect(await shown()).toMatchObject({ status: 'DEGRADED', problem: 'The disk is 91 % full' });
    world.clock.at += 50_000;
    await sync({ problem: 'The disk is 92 % full' });
    expect(await shown()).toMatchObject({ problem: 'The disk is 92 % full', revision: 3 });
    await sync();
    expect(await shown()).toMatchObject({ status: 'ONLINE', problem: null, revision: 4 });
    expect(await told()).toEqual(['AgentUpdated', 'AgentUpdated']);
  });

  it('tells once that an agent is back', async () => {
    const silentSince = new Date(world.clock.at).toISOString();
    world.clock.at += 299_999;
    await sync();
    expect(await told()).toEqual([]);
    world.clock.at += 300_000;
    expect((await shown()).status).toBe('OFFLINE');
    await sync();
    await sync();
    expect(await shown()).toMatchObject({ status: 'ONLINE', revision: 3 });
    expect([await told(), await audited()]).toEqual([['AgentReturned'], ['agent.returned']]);
    const [said] = (await world.world.items()).filter(
      (item) => item.detailType === 'AgentReturned' && String(item.pk).endsWith(id),
    );
    expect(JSON.parse(String(said?.detail))).toMatchObject({
      actor: { type: 'AGENT', id },
      data: { agentId: id, silentSince: new Date(Date.parse(silentSince) + 299_999).toISOString() },
    });
  });

  it('is taken beside a change by a person at the same time', async () => {
    world.clock.at += 60_000;
    const [synced, changed] = await Promise.all([
      sync({ version: '2.0.0' }),
      world.asLead('PATCH', `/agents/${id}`, { labels: { a: 'b' } }),
    ]);
    expect([synced.status, changed.status]).toEqual([200, 200]);
    expect(await shown()).toMatchObject({ version: '2.0.0', labels: { a: 'b' }, revision: 4 });
  });

  const seen = { targetId: MISSING_ID, healthStatus: 'HEALTHY' };
  const task = { deploymentId: MISSING_ID, taskId: MISSING_ID, fence: 1, status: 'RUNNING' };
  it.each([
    ['version', { version: '' }],
    ['capabilities[0]', { capabilities: ['Docker'] }],
    ['capabilities', { capabilities: Array.from({ length: 21 }, (_, index) => `c${index}`) }],
    ['problem', { problem: '' }],
    ['problem', { problem: 'x'.repeat(501) }],
    ['targets', { targets: [seen, seen] }],
    ['targets', { targets: Array.from({ length: 101 }, (_, index) => ({ ...seen, targetId: `t${index}` })) }],
    ['targets[0].healthStatus', { targets: [{ ...seen, healthStatus: 'FINE' }] }],
    ['targets[0].digest', { targets: [{ ...seen, digest: 'latest' }] }],
    ['targets[0].stickerHash', { targets: [{ ...seen, stickerHash: '' }] }],
    ['targets[0].currentDigest', { targets: [{ ...seen, currentDigest: null }] }],
    ['tasks', { tasks: [task, task] }],
    ['tasks', { tasks: Array.from({ length: 51 }, (_, index) => ({ ...task, taskId: `t${index}` })) }],
    ['tasks[0].status', { tasks: [{ ...task, status: 'QUEUED' }] }],
    ['tasks[0].fence', { tasks: [{ ...task, fence: 0 }] }],
    ['tasks[0].message', { tasks: [{ ...task, message: 'x'.repeat(501) }] }],
    ['tasks[0].digest', { tasks: [{ ...task, digest: 'latest' }] }],
    ['tasks[0].log.offset', { tasks: [{ ...task, log: { offset: -1, text: 'x' } }] }],
    ['tasks[0].log.text', { tasks: [{ ...task, log: { offset: 0, text: 'x'.repeat(65_537) } }] }],
    ['capacity', { capacity: 51 }],
    ['status', { status: 'ONLINE' }],
  ])('answers 400 for a wrong %s', async (path, over) => {
    const reply = await sync(over);
    expect([reply.status, fieldsOf(reply).map((field) => field.slice(0, field.lastIndexOf(' ')))]).toEqual([
      400,
      [path],
    ]);
  });
});
