// GET /me: the actor behind a credential, and what the credential may do.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissionsOf } from '../../../infra/documents/permissions.ts';
import { manifests } from '../../../infra/manifests.ts';
import { type Access, acme, startAccess } from './fixture.ts';

let world: Access;
let tenant: Awaited<ReturnType<Access['tenant']>>;
beforeAll(async () => {
  world = await startAccess();
  tenant = await world.tenant();
});
afterAll(() => world.stop());

const allowed = async (role: string, path = '/me') => {
  const { body } = await tenant.as(role)('GET', path);
  return new Map(body.operations.map((one: { operation: string; allowed: boolean }) => [one.operation, one.allowed]));
};

describe('getMe', () => {
  it('shows tenant, actor, rights and credential', async () => {
    const { userId, tokenId } = tenant.of('LEAD');
    const { body } = await tenant.as('LEAD')('GET', '/me');
    expect(body).toMatchObject({
      tenant: { id: tenant.id, slug: tenant.slug, name: 'Acme' },
      actor: { type: 'USER', id: userId, name: 'Lin Lead' },
      ...{ role: 'LEAD', scopes: ['*'], credential: { kind: 'API_TOKEN', id: tokenId } },
    });
  });

  it.each(acme.members)('is open to the $role, by id and by slug of the tenant', async ({ role }) => {
    for (const name of [tenant.id, tenant.slug]) {
      expect((await tenant.as(role)('GET', '/me', undefined, { tenant: name })).status).toBe(200);
    }
  });

  it('lists every operation but those of signed requests', async () => {
    const expected = permissionsOf(manifests).filter(({ access }) => access !== 'SIGNED');
    expect([...(await allowed('ADMIN')).keys()]).toEqual(expected.map(({ operation }) => operation));
  });

  it.each([
    ['ADMIN', { createWebhook: true, createRelease: true, listReleases: true, signIn: true }],
    ['LEAD', { createWebhook: true, createRelease: true, listReleases: true, signIn: true }],
    ['VIEWER', { createWebhook: false, createRelease: false, listReleases: true, createToken: true }],
    ['CI', { createWebhook: false, createToken: false, listReleases: true, signIn: true }],
  ])('says what the %s may do', async (role, some) => {
    expect(Object.fromEntries(await allowed(role))).toMatchObject(some);
  });

  it('says what a token with few scopes may do', async () => {
    const { body } = await tenant.as('ADMIN')('POST', '/tokens', {
      name: 'x',
      scopes: ['releases:read', 'access:read'],
    });
    const reply = await world.call({ method: 'GET', path: '/me', tenant: tenant.id, token: body.token });
    const may = reply.body.operations.filter((one: { allowed: boolean }) => one.allowed);
    expect(may.map((one: { operation: string }) => one.operation)).toEqual(
      expect.arrayContaining(['getRelease', 'getMe', 'listTokens']),
    );
    expect(may.map((one: { operation: string }) => one.operation)).not.toContain('createRelease');
  });

  it('answers one operation if asked for it', async () => {
    expect([...(await allowed('CI', '/me?operation=createToken'))]).toEqual([['createToken', false]]);
    expect([...(await allowed('CI', '/me?operation=constructor'))]).toEqual([]);
  });

  it('answers 401 without a credential and 403 without the scope', async () => {
    const bare = await world.call({ method: 'GET', path: '/me', tenant: tenant.id });
    expect([bare.status, bare.body.code]).toEqual([401, 'request.unauthenticated']);
    const { body } = await tenant.as('LEAD')('POST', '/tokens', { name: 'x', scopes: ['releases:read'] });
    const reply = await world.call({ method: 'GET', path: '/me', tenant: tenant.id, token: body.token });
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });

  it('answers the same 404 in another tenant and in none', async () => {
    const foreign = await world.tenant();
    const replies = await Promise.all(
      [foreign.id, foreign.slug, 'nobody'].map((name) => tenant.as('ADMIN')('GET', '/me', undefined, { tenant: name })),
    );
    for (const reply of replies) expect([reply.status, reply.text]).toEqual([404, replies[0]?.text]);
  });
});
