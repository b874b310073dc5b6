// Agents: who may do what, names, environments, join tokens, status and lists.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/agents/manifest.ts';
import { fieldsOf, inOtherTenant, MISSING_ID, TENANT_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { startAgents } from './fixture.ts';

let world: Awaited<ReturnType<typeof startAgents>>;
beforeAll(async () => {
  world = await startAgents();
});
afterAll(() => world.stop());

const LEADS = ['ADMIN', 'LEAD'] as const;
const tenantId = TENANT_ID as TenantId;
const countOf = async (id: unknown) => (await world.deps.environments.find(tenantId, `${id}`))?.agentCount ?? 0;
const stored = (id: unknown) => world.deps.agents.get(tenantId, `${id}`);

/** Stores facts of an agent as its syncs would. */
async function note(id: unknown, facts: object) {
  const before = await stored(id);
  await world.world.seed(world.deps.agents.update(before, before.updatedAt, facts));
}
const ago = (ms: number) => new Date(world.clock.at - ms).toISOString();

describeAccess(
  'agents',
  [
    ['POST', '/agents', { name: 'access' }, LEADS],
    ['GET', '/agents', undefined, ROLES],
    ['GET', `/agents/${MISSING_ID}`, undefined, ROLES],
    ['PATCH', `/agents/${MISSING_ID}`, { isActive: false }, LEADS],
    ['POST', `/agents/${MISSING_ID}/join-token`, undefined, LEADS],
    ['DELETE', `/agents/${MISSING_ID}`, undefined, LEADS],
  ],
  (request) => world.call(request),
);

describe('createAgent', () => {
  it('answers the join token once, stores its hash, and tells the agent', async () => {
    const { id: environment } = await world.environment();
    const given = { name: 'eu-1', environmentIds: [environment], labels: { region: 'eu' } };
    const body = await world.agent(given);
    expect(body).toMatchObject({
      ...given,
      ...{ status: 'PENDING', capabilities: [], version: null, problem: null, isActive: true, revision: 1 },
      ...{ registeredAt: null, lastHeartbeatAt: null, joinExpiresAt: ago(-3_600_000) },
      joinToken: expect.stringMatching(/^wlj_[\w-]{87}$/),
    });
    expect(await world.eventsOf(body.id)).toEqual(['AgentCreated']);
    expect(await world.auditOf('Agent', body.id)).toEqual(['agent.created']);
    expect(JSON.stringify(await world.world.items())).not.toContain(String(body.joinToken).slice(-43));
    expect(await countOf(environment)).toBe(1);
    expect((await world.asLead('GET', `/agents/${body.id}`)).body).not.toHaveProperty('joinToken');
  });

  it('answers a repeated request without the token', async () => {
    const send = () => world.asLead('POST', '/agents', { name: 'once' }, { 'idempotency-key': 'agent' });
    const [one, other] = [await send(), await send()];
    expect([one.body.joinToken, other.body]).toEqual([expect.any(String), { ...one.body, joinToken: null }]);
  });

  it('answers 409 agent.name_taken, without regard to case', async () => {
    await world.agent({ name: 'Taken' });
    const reply = await world.asLead('POST', '/agents', { name: 'tAKEN' });
    expect([verdict(reply), fieldsOf(reply)]).toEqual([[409, 'agent.name_taken'], ['name agent.name_taken']]);
  });

  it('answers 422 with each environment that does not exist', async () => {
    const { id } = await world.environment();
    const other = MISSING_ID.replace('dead', 'beef');
    const reply = await world.asLead('POST', '/agents', { name: 'x', environmentIds: [MISSING_ID, id, other] });
    expect(verdict(reply)).toEqual([422, 'agent.invalid']);
    expect(fieldsOf(reply)).toEqual([0, 2].map((index) => `environmentIds[${index}] environment.not_found`));
    expect(await countOf(id)).toBe(0);
  });

  it.each([
    ['name', {}],
    ['name', { name: ' ' }],
    ['environmentIds', { name: 'x', environmentIds: ['a', 'a'] }],
    ['environmentIds', { name: 'x', environmentIds: Array.from({ length: 21 }, (_, index) => `e${index}`) }],
    ['labels.a b', { name: 'x', labels: { 'a b': 'c' } }],
    ['capabilities', { name: 'x', capabilities: ['docker'] }],
  ])('answers 400 for a wrong %s', async (path, body) => {
    const reply = await world.asLead('POST', '/agents', body);
    expect([reply.status, fieldsOf(reply).map((field) => field.slice(0, field.lastIndexOf(' ')))]).toEqual([
      400,
      [path],
    ]);
  });
});

describe('getAgent', () => {
  it.each(['LEAD', 'DEVELOPER', 'VIEWER'] as const)('shows true actions to %s', async (role) => {
    for (const isActive of [true, false]) {
      const { id: agent } = await world.agent();
      await note(agent, { isActive });
      const { body } = await world.call({ role, method: 'GET', path: `/agents/${agent}` });
      const shown = {
        actions: body.actions,
        params: { agent: `${agent}` },
        bodies: { updateAgent: { labels: { a: 'b' } } },
      };
      await expectTrue(world.call, manifest, { role }, shown);
    }
  });

  it.each([
    ['ONLINE', 0, undefined],
    ['ONLINE', 119_999, undefined],
    ['DEGRADED', 0, 'disk full'],
    ['DEGRADED', 120_000, undefined],
    ['DEGRADED', 299_999, 'disk full'],
    ['OFFLINE', 300_000, undefined],
    ['OFFLINE', 86_400_000, 'disk full'],
  ])('shows %s when it was heard %i ms ago with the problem %s', async (status, silentMs, problem) => {
    const { id } = await world.agent();
    await note(id, { registeredAt: ago(silentMs), lastHeartbeatAt: ago(silentMs), problem });
    expect((await world.asLead('GET', `/agents/${id}`)).body).toMatchObject({ status, problem: problem ?? null });
  });

  it('has the same ETag until it changes', async () => {
    const { id } = await world.agent();
    const etag = async () => (await world.asLead('GET', `/agents/${id}`)).headers.etag;
    const before = await etag();
    world.clock.at += 5000;
    expect(await etag()).toBe(before);
  });
});

describe('listAgents', () => {
  it('lists newest first, in pages, by status, environment and capability', async () => {
    const own = await startAgents();
    const [prod, test] = [(await own.environment()).id, (await own.environment()).id];
    for (const [name, environmentIds, capabilities, isOnline] of [
      ['a', [prod], ['docker'], true],
      ['b', [test], ['docker', 'shell'], false],
      ['c', [], ['shell'], true],
      ['d', [prod, test], [], false],
    ] as const) {
      const { id } = await own.agent({ name, environmentIds });
      const before = await own.deps.agents.get(tenantId, `${id}`);
      const at = new Date(own.clock.at).toISOString();
      const heard = isOnline ? { registeredAt: at, lastHeartbeatAt: at } : {};
      await own.world.seed(own.deps.agents.update(before, at, { capabilities: [...capabilities], ...heard }));
    }
    const names = async (query: string) => {
      const found: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const { body } = await own.asLead('GET', `/agents?${query}${cursor === '' ? '' : `&cursor=${cursor}`}`);
        found.push(...body.items.map(({ name }: { name: string }) => name));
        cursor = body.nextCursor;
      }
      return found.join('');
    };
    for (const limit of [1, 3, 100]) {
      expect(await names(`limit=${limit}`)).toBe('dcba');
      expect(await names(`limit=${limit}&status=ONLINE`)).toBe('ca');
      expect(await names(`limit=${limit}&status=PENDING`)).toBe('db');
      expect(await names(`limit=${limit}&environmentId=${prod}`)).toBe('dca');
      expect(await names(`limit=${limit}&capability=shell`)).toBe('cb');
      expect(await names(`limit=${limit}&capability=shell&environmentId=${prod}&status=ONLINE`)).toBe('c');
    }
    await own.stop();
  });
});

describe('updateAgent', () => {
  it('changes what it names, moves its uses, and tells it', async () => {
    const [one, other] = [await world.environment(), await world.environment()];
    const { id } = await world.agent({ environmentIds: [one.id] });
    const change = { name: 'renamed', environmentIds: [other.id], labels: { a: 'b' }, isActive: false };
    const { status, body } = await world.asLead('PATCH', `/agents/${id}`, change);
    expect([status, body]).toMatchObject([200, { ...change, revision: 2 }]);
    expect(await world.eventsOf(id)).toEqual(['AgentCreated', 'AgentUpdated']);
    expect([await countOf(one.id), await countOf(other.id)]).toEqual([0, 1]);
    expect((await world.asLead('PATCH', `/agents/${id}`, change)).body.revision).toBe(2);
  });

  it('names other environments in one transaction, as many as it may', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 40; count++) ids.push(String((await world.environment()).id));
    const { id } = await world.agent({ environmentIds: ids.slice(0, 20) });
    const reply = await world.asLead(
      'PATCH',
      `/agents/${id}`,
      { name: 'moved', environmentIds: ids.slice(20) },
      { 'if-match': '"1"' },
    );
    expect(reply.status).toBe(200);
    expect([await countOf(ids[0]), await countOf(ids[39])]).toEqual([0, 1]);
  });

  describe('of a registered agent where promotions need approvals', () => {
    const places = async () => {
      const prod = String((await world.environment({ requiredApprovals: 1 })).id);
      const [test, other] = [String((await world.environment()).id), String((await world.environment()).id)];
      return { prod, test, other };
    };
    type Places = Awaited<ReturnType<typeof places>>;

    it.each<[string, (of: Places) => [string[], string[]], number]>([
      ['a further environment', ({ prod, test }) => [[prod], [prod, test]], 403],
      ['another environment', ({ prod, test }) => [[prod], [test]], 403],
      ['all environments', ({ prod }) => [[prod], []], 403],
      ['fewer environments', ({ prod, test }) => [[prod, test], [test]], 200],
      ['one of all environments', ({ prod }) => [[], [prod]], 200],
      ['another one where none are needed', ({ test, other }) => [[test], [test, other]], 200],
      ['the one with approvals', ({ prod, test }) => [[test], [prod]], 200],
    ])('gives it %s as a LEAD, if that opens no host', async (_, of, status) => {
      const [before, environmentIds] = of(await places());
      const id = await world.registered({ environmentIds: before });
      const reply = await world.asLead('PATCH', `/agents/${id}`, { environmentIds });
      expect([reply.status, reply.body.code]).toEqual([status, status === 403 ? 'agent.loosens' : undefined]);
      const asked = { method: 'PATCH', path: `/agents/${id}`, body: { environmentIds } };
      expect((await world.call({ role: 'ADMIN', ...asked })).status).toBe(200);
    });

    it('lets a LEAD change one that has not registered, and other fields', async () => {
      const { prod, test } = await places();
      const { id } = await world.agent({ environmentIds: [prod] });
      const patch = (of: unknown, body: object) => world.asLead('PATCH', `/agents/${of}`, body);
      expect((await patch(id, { environmentIds: [test] })).status).toBe(200);
      expect((await patch(await world.registered({ environmentIds: [prod] }), { isActive: false })).status).toBe(200);
    });
  });

  it('refuses a name that is taken, an environment that does not exist, and an older revision', async () => {
    await world.agent({ name: 'first' });
    const { id } = await world.agent({ name: 'second' });
    const patch = (body: object, headers = {}) => world.asLead('PATCH', `/agents/${id}`, body, headers);
    expect(verdict(await patch({ name: 'FIRST' }))).toEqual([409, 'agent.name_taken']);
    expect(verdict(await patch({ environmentIds: [MISSING_ID] }))).toEqual([422, 'agent.invalid']);
    expect((await patch({ name: 'third' }, { 'if-match': '"7"' })).status).toBe(412);
    expect((await patch({ capabilities: ['docker'] })).status).toBe(400);
    expect((await patch({ name: 'SECOND' })).body.name).toBe('SECOND');
  });
});

describe('renewAgentJoinToken', () => {
  it('answers another token, and tells it without one', async () => {
    const { id, joinToken } = await world.agent();
    const before = await stored(id);
    const { status, body } = await world.asLead('POST', `/agents/${id}/join-token`);
    expect([status, body]).toMatchObject([200, { joinToken: expect.stringMatching(/^wlj_/), revision: 2 }]);
    expect(body.joinToken).not.toBe(joinToken);
    expect((await stored(id)).joinHash).not.toBe(before.joinHash);
    expect(await world.eventsOf(id)).toEqual(['AgentCreated', 'AgentJoinTokenRenewed']);
    expect(await world.auditOf('Agent', id)).toEqual(['agent.created', 'agent.join_token_renewed']);
  });

  it('answers 409 agent.inactive, and 412 to an older revision', async () => {
    const { id } = await world.agent();
    expect((await world.asLead('POST', `/agents/${id}/join-token`, undefined, { 'if-match': '"7"' })).status).toBe(412);
    await world.asLead('PATCH', `/agents/${id}`, { isActive: false });
    expect(verdict(await world.asLead('POST', `/agents/${id}/join-token`))).toEqual([409, 'agent.inactive']);
  });
});

describe('deleteAgent', () => {
  it('deletes, frees its name, and its environments', async () => {
    const { id: environment } = await world.environment();
    const { id } = await world.agent({ name: 'gone', environmentIds: [environment] });
    const refusal = await world.asLead('DELETE', `/environments/${environment}`);
    expect(refusal.body.detail).toBe('1 agent names it; delete or change them first');
    expect((await world.asLead('DELETE', `/agents/${id}`)).status).toBe(204);
    expect(verdict(await world.asLead('GET', `/agents/${id}`))).toEqual([404, 'agent.not_found']);
    expect(await world.eventsOf(id)).toEqual(['AgentCreated', 'AgentDeleted']);
    await world.agent({ name: 'gone' });
    expect((await world.asLead('DELETE', `/environments/${environment}`)).status).toBe(204);
  });
});

describe('another tenant', () => {
  it.each([
    ['GET', '', undefined],
    ['PATCH', '', { isActive: false }],
    ['POST', '/join-token', undefined],
    ['DELETE', '', undefined],
  ] as const)('%s %s answers as for a missing id', async (method, rest, body) => {
    const { id } = await world.agent();
    const ask = (of: unknown) =>
      world.call({ ...inOtherTenant, role: 'LEAD', method, path: `/agents/${of}${rest}`, body });
    const [own, missing] = [await ask(id), await ask(MISSING_ID)];
    expect(verdict(own)).toEqual([404, 'agent.not_found']);
    expect(own.body.detail).toBe(missing.body.detail);
  });
});
