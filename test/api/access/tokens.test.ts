// API tokens: made with the rights of their maker at most, shown once, listed with their last use, rotated and revoked.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MOST_TOKENS } from '../../../entities/access/api-token.model.ts';
import { type Access, iso, NOW, startAccess } from './fixture.ts';

let world: Access;
let tenant: Awaited<ReturnType<Access['tenant']>>;
beforeAll(async () => {
  world = await startAccess();
});
beforeEach(async () => {
  world.clock.at = NOW;
  tenant = await world.tenant();
});
afterAll(() => world.stop());

const DAY = 86_400_000;
const create = async (role: string, body: object = {}, more: object = {}) =>
  tenant.as(role)('POST', '/tokens', { name: 'deploy', ...body }, more);
const made = async (role: string, body: object = {}) => (await create(role, body)).body;
const contextOf = async (token: string) => (await world.authorized(`Bearer ${token}`)).context;

describe('createToken', () => {
  it('answers the token once, with its rights, owner and end', async () => {
    const reply = await create('LEAD', { scopes: ['releases:write', 'releases:read', 'releases:read'] });
    const { userId } = tenant.of('LEAD');
    const { token, ...shown } = reply.body;
    expect(reply.status).toBe(201);
    expect(shown).toEqual({
      ...{ id: expect.any(String), name: 'deploy', role: 'LEAD', scopes: ['releases:read', 'releases:write'] },
      ...{ ownerId: userId, madeBy: { id: userId, name: 'Lin Lead' }, createdAt: iso(NOW), revision: 1 },
      ...{ expiresAt: iso(NOW + 90 * DAY), previousUntil: null, revokedAt: null, lastUsedAt: null, lastUsedIp: null },
    });
    expect(reply.headers.location).toBe(`/api/v1/${tenant.id}/tokens/${shown.id}`);
    expect(await contextOf(token)).toMatchObject({
      role: 'LEAD',
      scopes: 'releases:read releases:write',
      actorId: userId,
    });
    const got = await tenant.as('LEAD')('GET', `/tokens/${shown.id}`);
    expect(JSON.stringify(got.body)).not.toMatch(/wl_|hash/);
  });

  it('answers a repeated request without the token, and makes one token', async () => {
    const headers = { 'idempotency-key': 'one' };
    const [first, again] = [await create('LEAD', {}, { headers }), await create('LEAD', {}, { headers })];
    expect([again.status, again.body.token]).toEqual([201, null]);
    expect(again.body.id).toBe(first.body.id);
  });

  it('makes tokens of CI, which belong to nobody and name their maker', async () => {
    const { token, ...shown } = await made('ADMIN', { role: 'CI', scopes: ['releases:write'] });
    expect(shown).toMatchObject({ role: 'CI', ownerId: null, madeBy: { name: 'Ada Admin' } });
    expect(await contextOf(token)).toMatchObject({ actorType: 'TOKEN', actorId: shown.id, role: 'CI' });
    await world.deactivate(tenant.id, tenant.of('ADMIN').userId ?? '');
    expect(await contextOf(token)).toMatchObject({ role: 'CI' });
  });

  const scoped = async (scopes: string[]) => (await made('ADMIN', { scopes: [...scopes, 'access:write'] })).token;
  it.each([
    ['a stronger role', 'DEVELOPER', { role: 'LEAD' }],
    ['the role ADMIN by a LEAD', 'LEAD', { role: 'ADMIN' }],
    ['a token of CI by a LEAD', 'LEAD', { role: 'CI' }],
    ['a token of CI by a VIEWER', 'VIEWER', { role: 'CI' }],
  ])('refuses %s', async (_, role, body) => {
    const reply = await create(role, body);
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });

  it.each([
    ['all scopes', ['*']],
    ['another scope', ['releases:write']],
    ['another scope beside its own', ['releases:read', 'trains:read']],
  ])('refuses %s to a credential with the scopes releases:read and access:write', async (_, scopes) => {
    const token = await scoped(['releases:read']);
    const body = { name: 'more', scopes };
    const reply = await world.call({ method: 'POST', path: '/tokens', tenant: tenant.id, token, body });
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });

  it('gives a token the scopes of the credential that makes it, unless others are asked for', async () => {
    const token = await scoped(['releases:read']);
    const reply = await world.call({
      method: 'POST',
      path: '/tokens',
      tenant: tenant.id,
      token,
      body: { name: 'same' },
    });
    expect(reply.body.scopes).toEqual(['access:write', 'releases:read']);
  });

  it.each([
    ['no name', { name: '' }, 'name'],
    ['a scope that does not exist', { scopes: ['nothing:read'] }, 'scopes'],
    ['a scope of another form', { scopes: ['releases'] }, 'scopes[0]'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['an end in the past', { expiresAt: iso(NOW) }, 'expiresAt'],
    ['an end after more than a year', { expiresAt: iso(NOW + 366 * DAY) }, 'expiresAt'],
    ['a role that does not exist', { role: 'ROOT' }, 'role'],
    ['an owner', { ownerId: 'x' }, 'ownerId'],
  ])('refuses %s', async (_, body, path) => {
    const reply = await create('ADMIN', body);
    expect(reply.status).toBe(400);
    expect(reply.body.fields[0].path).toBe(path);
  });

  it('makes at most fifty tokens for an owner, also at once', async () => {
    const replies = await Promise.all(Array.from({ length: MOST_TOKENS + 10 }, () => create('VIEWER')));
    const own = (await tenant.as('VIEWER')('GET', '/tokens?limit=100')).body.items;
    expect(own).toHaveLength(MOST_TOKENS);
    const last = await create('VIEWER');
    expect([last.status, last.body.code]).toEqual([409, 'token.limit_reached']);
    expect(replies.every(({ status }) => status === 201 || status === 409)).toBe(true);
    await tenant.as('VIEWER')('DELETE', `/tokens/${own[0].id}`);
    expect((await create('VIEWER')).status).toBe(201);
  }, 60_000);
});

describe('a token', () => {
  it('does no more than its owner may do now', async () => {
    const { token } = await made('LEAD');
    const userId = tenant.of('LEAD').userId ?? '';
    await world.setRole(tenant.id, userId, 'VIEWER');
    expect(await contextOf(token)).toMatchObject({ role: 'VIEWER' });
    await world.setRole(tenant.id, userId, 'ADMIN');
    expect(await contextOf(token)).toMatchObject({ role: 'LEAD' });
    await world.deactivate(tenant.id, userId);
    expect(await contextOf(token)).toEqual({ problem: 'unknown' });
  });

  it('does no more than its scopes', async () => {
    const { token } = await made('ADMIN', { scopes: ['releases:read'] });
    const reply = await world.call({ method: 'GET', path: '/tokens', tenant: tenant.id, token });
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });
});

describe('listTokens', () => {
  const names = ({ body }: { body: { items: { name: string }[] } }) => body.items.map(({ name }) => name).sort();

  it('lists the own tokens with their last use, newest first', async () => {
    const older = await made('LEAD', { name: 'older' });
    const newer = await made('LEAD', { name: 'newer' });
    await contextOf(older.token);
    const { body } = await tenant.as('LEAD')('GET', '/tokens?limit=2');
    expect(body.items).toMatchObject([
      { id: newer.id, lastUsedAt: null },
      { id: older.id, lastUsedAt: iso(NOW), lastUsedIp: '192.0.2.1' },
    ]);
    expect(body.nextCursor).not.toBeNull();
  });

  it('reads whole items from the index, and no token by itself', async () => {
    const { commands } = await world.meter(() => tenant.as('LEAD')('GET', '/tokens'));
    expect(commands).not.toContain('BatchGetItem');
  });

  it('lists for an ADMIN those of another user, of CI, and all', async () => {
    await made('LEAD', { name: 'of the lead' });
    const list = (owner: string, role = 'ADMIN') => tenant.as(role)('GET', `/tokens?owner=${owner}`);
    const userId = tenant.of('LEAD').userId ?? '';
    expect(names(await list(userId))).toEqual(['Lin Lead', 'of the lead']);
    expect(names(await list('CI'))).toEqual(['CI']);
    expect(names(await list('all'))).toHaveLength(6);
    for (const owner of ['all', 'CI', userId]) expect((await list(owner, 'VIEWER')).status).toBe(403);
  });
});

describe.each(['getToken', 'revokeToken', 'rotateToken'])('%s', (name) => {
  const send = (role: string, id: string) =>
    name === 'rotateToken'
      ? tenant.as(role)('POST', `/tokens/${id}/rotate`)
      : tenant.as(role)(name === 'getToken' ? 'GET' : 'DELETE', `/tokens/${id}`);

  it('answers for tokens of others and of other tenants as for one that does not exist', async () => {
    const other = await world.tenant();
    const ids = [tenant.of('ADMIN').tokenId, tenant.of('CI').tokenId, other.of('LEAD').tokenId];
    const replies = await Promise.all(
      [...ids, '0192f000-0000-7000-8000-00000000dead', 'x'].map((id) => send('LEAD', id)),
    );
    expect(new Set(replies.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(replies[0]?.body.code).toBe('token.not_found');
  });
});

describe('getToken', () => {
  it('shows an ADMIN every token', async () => {
    expect((await tenant.as('ADMIN')('GET', `/tokens/${tenant.of('LEAD').tokenId}`)).body.name).toBe('Lin Lead');
  });
});

describe('rotateToken', () => {
  const rotate = (role: string, id: string, body?: object, more: object = {}) =>
    tenant.as(role)('POST', `/tokens/${id}/rotate`, body, more);

  it('answers a new secret, and the earlier one opens nothing', async () => {
    const { id, token } = await made('LEAD');
    const reply = await rotate('LEAD', id);
    expect([reply.status, reply.body.id, reply.body.revision, reply.body.previousUntil]).toEqual([200, id, 2, null]);
    expect(await contextOf(token)).toEqual({ problem: 'unknown' });
    expect(await contextOf(reply.body.token)).toMatchObject({ credentialId: id });
    expect(await tenant.entries('token.rotated')).toHaveLength(1);
  });

  it('accepts the earlier secret for as long as asked', async () => {
    const { id, token } = await made('LEAD');
    const { body } = await rotate('LEAD', id, { graceSeconds: 3600 });
    expect(body.previousUntil).toBe(iso(NOW + 3_600_000));
    world.clock.at = NOW + 3_599_999;
    expect(await contextOf(token)).toMatchObject({ role: 'LEAD' });
    world.clock.at = NOW + 3_600_000;
    expect(await contextOf(token)).toEqual({ problem: 'unknown' });
    expect(await contextOf(body.token)).toMatchObject({ role: 'LEAD' });
  });

  it('moves the end only if asked to', async () => {
    const { id, expiresAt } = await made('LEAD');
    world.clock.at = NOW + DAY;
    expect((await rotate('LEAD', id)).body.expiresAt).toBe(expiresAt);
    expect((await rotate('LEAD', id, { expiresAt: iso(NOW + 300 * DAY) })).body.expiresAt).toBe(iso(NOW + 300 * DAY));
  });

  it('is for the owner alone, and for CI for an ADMIN: an ADMIN does not get the secret of another user', async () => {
    expect((await rotate('ADMIN', tenant.of('LEAD').tokenId)).body.code).toBe('request.forbidden');
    expect((await rotate('ADMIN', tenant.of('CI').tokenId)).status).toBe(200);
  });

  it('is refused to a credential that may do less than the token', async () => {
    const { token } = await made('LEAD', { scopes: ['access:write'] });
    const { id } = await made('LEAD');
    const reply = await world.call({ method: 'POST', path: `/tokens/${id}/rotate`, tenant: tenant.id, token });
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });

  it.each([
    ['a grace of more than a day', { graceSeconds: 86_401 }],
    ['a negative grace', { graceSeconds: -1 }],
    ['an end after more than a year', { expiresAt: iso(NOW + 366 * DAY) }],
  ])('refuses %s', async (_, body) => {
    expect((await rotate('LEAD', (await made('LEAD')).id, body)).status).toBe(400);
  });

  it('refuses a revoked and an expired token, and another revision', async () => {
    const [revoked, expired] = [await made('LEAD'), await made('LEAD', { expiresAt: iso(NOW + 1000) })];
    await tenant.as('LEAD')('DELETE', `/tokens/${revoked.id}`);
    expect((await rotate('LEAD', expired.id, {}, { headers: { 'if-match': '"7"' } })).status).toBe(412);
    world.clock.at = NOW + 1000;
    for (const { id } of [revoked, expired]) expect((await rotate('LEAD', id)).body.code).toBe('token.revoked');
  });

  it('has one winner when two rotate at once, and its secret alone is valid', async () => {
    const { id } = await made('LEAD');
    const replies = await Promise.all([rotate('LEAD', id), rotate('LEAD', id)]);
    const contexts = await Promise.all(replies.map(({ body }) => contextOf(body.token)));
    expect(contexts.filter(({ role }) => role === 'LEAD')).toHaveLength(1);
  });
});

describe('revokeToken', () => {
  it('ends the token, keeps it in lists, and can be repeated (W9)', async () => {
    const { id, token } = await made('LEAD');
    for (let round = 0; round < 2; round++)
      expect((await tenant.as('LEAD')('DELETE', `/tokens/${id}`)).status).toBe(204);
    expect(await contextOf(token)).toEqual({ problem: 'unknown' });
    expect((await tenant.as('LEAD')('GET', `/tokens/${id}`)).body.revokedAt).toBe(iso(NOW));
    expect(await tenant.entries('token.revoked')).toHaveLength(1);
  });

  it('ends the earlier secret of a rotated token too', async () => {
    const { id, token } = await made('LEAD');
    await tenant.as('LEAD')('POST', `/tokens/${id}/rotate`, { graceSeconds: 3600 });
    await tenant.as('LEAD')('DELETE', `/tokens/${id}`);
    expect(await contextOf(token)).toEqual({ problem: 'unknown' });
  });

  it('lets an ADMIN revoke the token of another user', async () => {
    const { id, token } = await made('LEAD');
    expect((await tenant.as('ADMIN')('DELETE', `/tokens/${id}`)).status).toBe(204);
    expect(await contextOf(token)).toEqual({ problem: 'unknown' });
  });
});
