// Registration of agents: one use of a join token, and the credential as the authorizer takes it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { mintSecret } from '../../../entities/access/secret.model.ts';
import { createAuthorize } from '../../../functions/access/authorizer/authorize.ts';
import { createCredentialStore } from '../../../functions/access/authorizer/credential-store.ts';
import { storedForms } from '../../../functions/access/authorizer/resolve.ts';
import { fieldsOf, MISSING_ID, OTHER_TENANT_ID, TENANT_ID, verdict } from '../../support/release-world.ts';
import { startAgents } from './fixture.ts';

let world: Awaited<ReturnType<typeof startAgents>>;
let forms: ReturnType<typeof storedForms>;
beforeAll(async () => {
  world = await startAgents();
  const { tenants, seed, table, save } = world.world;
  for (const [tenantId, slug] of [
    [TENANT_ID, 'acme'],
    [OTHER_TENANT_ID, 'other'],
  ] as const) {
    await seed(tenants.create({ tenantId, slug, name: slug, createdAt: '2026-03-01T12:00:00.000Z' }), tenantId);
  }
  forms = storedForms(createCredentialStore(table, save));
});
afterAll(() => world.stop());

const VALID = { version: '1.2.0', capabilities: ['docker', 'shell'] };
const register = (joinToken: unknown, over: object = {}, tenantId: string = TENANT_ID) =>
  world.call({ method: 'POST', path: '/agents/register', tenantId, body: { joinToken, ...VALID, ...over } });
const REFUSED = [401, 'agent.join_refused'];

/** The answer of an authorizer, with or without the memory of earlier answers. */
const contextOf = async (credential: string, authorize = createAuthorize(forms, '')) => {
  const request = { method: 'POST', headers: { authorization: `Bearer ${credential}` } };
  const sender = { ip: '192.0.2.1', userAgent: 'agent', correlationId: 'request-1', now: world.clock.at };
  return (await authorize(request, { ...sender, tenant: 'acme' })).context;
};

describe('registerAgent', () => {
  it('answers the credential once, stores its hash, and tells it', async () => {
    const { id, joinToken } = await world.agent({ name: 'eu-1' });
    world.clock.at += 1000;
    const { status, body } = await register(joinToken);
    const at = new Date(world.clock.at).toISOString();
    expect([status, body]).toMatchObject([
      200,
      {
        agent: {
          id,
          ...VALID,
          status: 'ONLINE',
          registeredAt: at,
          lastHeartbeatAt: at,
          joinExpiresAt: null,
          revision: 2,
        },
        credential: expect.stringMatching(/^wla_[\w-]{87}$/),
      },
    ]);
    expect(await world.eventsOf(id)).toEqual(['AgentCreated', 'AgentRegistered']);
    expect(await world.auditOf('Agent', id)).toEqual(['agent.created', 'agent.registered']);
    const secrets = [body.credential, joinToken].map((secret) => String(secret).slice(-43));
    const table = JSON.stringify(await world.world.items());
    expect(secrets.filter((secret) => table.includes(secret))).toEqual([]);
  });

  it('gives a credential that may sync its agent and nothing else', async () => {
    const { id, joinToken } = await world.agent({ name: 'rights' });
    const { credential } = (await register(joinToken)).body;
    expect(await contextOf(credential)).toEqual({
      ...{
        tenantId: TENANT_ID,
        tenantSlug: 'acme',
        tenantAliases: '',
        actorType: 'AGENT',
        actorId: id,
        actorName: 'rights',
      },
      ...{ role: 'AGENT', scopes: 'agents:write', credential: 'AGENT', credentialId: id },
    });
  });

  it('takes a join token once', async () => {
    const { joinToken } = await world.agent();
    expect((await register(joinToken)).status).toBe(200);
    expect(verdict(await register(joinToken))).toEqual(REFUSED);
  });

  it('takes a join token once of requests at the same time', async () => {
    const { id, joinToken } = await world.agent();
    const replies = await Promise.all([1, 2, 3, 4].map(() => register(joinToken)));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401]);
    const won = replies.find(({ status }) => status === 200);
    expect((await contextOf(won?.body.credential)).actorId).toBe(id);
    expect(await world.eventsOf(id)).toEqual(['AgentCreated', 'AgentRegistered']);
  });

  it('takes a join token for an hour', async () => {
    const [{ joinToken: early }, { joinToken: late }] = [await world.agent(), await world.agent()];
    world.clock.at += 3_599_000;
    expect((await register(early)).status).toBe(200);
    world.clock.at += 1000;
    expect(verdict(await register(late))).toEqual(REFUSED);
  });

  it('takes a renewed token and no earlier one; the earlier credential ends then', async () => {
    const { id, joinToken } = await world.agent();
    const { credential: first } = (await register(joinToken)).body;
    const { joinToken: replaced } = (await world.asLead('POST', `/agents/${id}/join-token`)).body;
    const { joinToken: renewed } = (await world.asLead('POST', `/agents/${id}/join-token`)).body;
    expect((await contextOf(first)).actorId).toBe(id);
    expect(verdict(await register(replaced))).toEqual(REFUSED);
    const { credential: second } = (await register(renewed)).body;
    expect(await contextOf(first)).toEqual({ problem: 'unknown' });
    expect((await contextOf(second)).actorId).toBe(id);
  });

  const refused: [string, () => Promise<{ token: unknown; tenantId?: string }>][] = [
    ['in another tenant', async () => ({ token: (await world.agent()).joinToken, tenantId: OTHER_TENANT_ID })],
    ['in a tenant that does not exist', async () => ({ token: (await world.agent()).joinToken, tenantId: 'nobody' })],
    [
      'that nobody made',
      async () => ({ token: mintSecret('wlj', { tenantId: TENANT_ID, agentId: MISSING_ID }).secret }),
    ],
    [
      'of an agent with another secret',
      async () => ({
        token: mintSecret('wlj', { tenantId: TENANT_ID, agentId: `${(await world.agent()).id}` }).secret,
      }),
    ],
    ['of another form', async () => ({ token: 'secret' })],
    [
      'that is a credential',
      async () => ({ token: (await register((await world.agent()).joinToken)).body.credential }),
    ],
    [
      'of a deleted agent',
      async () => {
        const { id, joinToken } = await world.agent();
        await world.asLead('DELETE', `/agents/${id}`);
        return { token: joinToken };
      },
    ],
    [
      'of an agent that is switched off',
      async () => {
        const { id, joinToken } = await world.agent();
        await world.asLead('PATCH', `/agents/${id}`, { isActive: false });
        return { token: joinToken };
      },
    ],
  ];
  it.each(refused)('refuses a join token %s, with the same words, and changes nothing', async (_, make) => {
    const { token, tenantId } = await make();
    const before = await world.world.items();
    const reply = await register(token, {}, tenantId);
    expect([verdict(reply), reply.body.title, reply.body.detail]).toEqual([
      ...[REFUSED, 'The join token is not valid, was used, or has expired', undefined],
    ]);
    expect(await world.world.items()).toEqual(before);
  });

  it.each([
    ['joinToken', { joinToken: '' }],
    ['version', { version: ' ' }],
    ['capabilities', { capabilities: ['docker', 'docker'] }],
    ['capabilities[0]', { capabilities: ['Docker'] }],
    ['name', { name: 'eu-1' }],
  ])('answers 400 for a wrong %s', async (path, over) => {
    const reply = await register('secret', over);
    expect([reply.status, fieldsOf(reply).map((field) => field.split(' ')[0])]).toEqual([400, [path]]);
  });
});

describe('the credential of an agent', () => {
  const changes: [string, (id: unknown) => Promise<unknown>][] = [
    ['deleted', (id) => world.asLead('DELETE', `/agents/${id}`)],
    ['switched off', (id) => world.asLead('PATCH', `/agents/${id}`, { isActive: false })],
  ];
  it.each(changes)('is refused half a minute after the agent was %s, at the latest', async (_, change) => {
    const { id, joinToken } = await world.agent();
    const { credential } = (await register(joinToken)).body;
    const authorize = createAuthorize(forms, '');
    expect((await contextOf(credential, authorize)).actorId).toBe(id);
    await change(id);
    expect(await contextOf(credential)).toEqual({ problem: 'unknown' });
    world.clock.at += 30_000;
    expect(await contextOf(credential, authorize)).toEqual({ problem: 'unknown' });
  });

  it('works again when the agent is switched on', async () => {
    const { id, joinToken } = await world.agent();
    const { credential } = (await register(joinToken)).body;
    for (const isActive of [false, true]) await world.asLead('PATCH', `/agents/${id}`, { isActive });
    expect((await contextOf(credential)).actorId).toBe(id);
  });

  it.each([
    ['another secret', (id: string) => mintSecret('wla', { tenantId: TENANT_ID, agentId: id }).secret],
    ['another tenant', (id: string) => mintSecret('wla', { tenantId: OTHER_TENANT_ID, agentId: id }).secret],
  ])('with %s is unknown', async (_, mint) => {
    const { id, joinToken } = await world.agent();
    await register(joinToken);
    expect(await contextOf(mint(`${id}`))).toEqual({ problem: 'unknown' });
  });

  it('does not exist before the agent registers', async () => {
    const { id, joinToken } = await world.agent();
    expect(await contextOf(mintSecret('wla', { tenantId: TENANT_ID, agentId: `${id}` }).secret)).toEqual({
      problem: 'unknown',
    });
    expect(await contextOf(`${joinToken}`)).toEqual({ problem: 'malformed' });
    expect((await world.deps.agents.get(TENANT_ID as TenantId, `${id}`)).credentialHash).toBeUndefined();
  });
});
