// Registered issuers, and requests with the JWTs of CI through the authorizer: what they may do, and where they are worth nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIssuer } from '../../support/sign-ins/issuer.ts';
import { type Access, startAccess } from './fixture.ts';

let world: Access;
let ci: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  world = await startAccess();
  ci = await startIssuer();
});
afterAll(async () => {
  await ci.stop();
  await world.stop();
});

const bodyOf = (over: object = {}) => ({
  ...{ name: 'Actions', issuer: ci.issuer, audience: 'windlass', claims: { repository: ['acme/*'] } },
  scopes: ['access:read', 'releases:write'],
  ...over,
});

async function stage(over: object = {}) {
  const tenant = await world.tenant();
  const admin = tenant.as('ADMIN');
  const created = await admin('POST', '/issuers', bodyOf(over));
  const me = (token: string, at = tenant.id as string) => world.call({ method: 'GET', path: '/me', tenant: at, token });
  return { tenant, admin, created, me };
}

describe('createIssuer', () => {
  it('answers 201 with the rules, and the JWT is a credential of CI at once, by id and by slug', async () => {
    const { created, me, tenant } = await stage();
    expect(created).toMatchObject({ status: 201, body: { ...bodyOf(), isActive: true, revision: 1 } });
    const token = await ci.token(world.clock.at);
    const reply = await me(token);
    expect(reply).toMatchObject({
      status: 200,
      body: {
        actor: { type: 'TOKEN', name: 'repo:acme/payments:environment:production' },
        ...{ role: 'CI', scopes: ['access:read', 'releases:write'], credential: { kind: 'JWT' } },
      },
    });
    expect((await me(token, tenant.slug)).body).toEqual(reply.body);
    expect(JSON.stringify(await world.items())).not.toContain(token.slice(-40));
  });

  it.each([
    ['an issuer that does not answer', { issuer: 'http://127.0.0.1:1' }, 422, 'issuer.not_an_issuer'],
    ['an address of the cloud', { issuer: 'http://169.254.169.254' }, 422, 'issuer.not_an_issuer'],
    ['rules that accept everybody', { claims: { repository: ['*'] } }, 422, 'issuer.owner_missing'],
    ['no rules', { claims: {} }, 400, 'request.invalid'],
    ['every scope', { scopes: ['*'] }, 400, 'request.invalid'],
  ])('refuses %s', async (_, over, status, code) => {
    const { as } = await world.tenant();
    expect(await as('ADMIN')('POST', '/issuers', bodyOf(over))).toMatchObject({ status, body: { code } });
  });

  it('is for an ADMIN whose credential has the scopes', async () => {
    const { as } = await world.tenant();
    for (const role of ['LEAD', 'DEVELOPER', 'VIEWER', 'CI']) {
      expect((await as(role)('POST', '/issuers', bodyOf())).status).toBe(403);
    }
    const limited = await as('ADMIN')('POST', '/tokens', { name: 'limited', scopes: ['access:write'] });
    const reply = await as('ADMIN')('POST', '/issuers', bodyOf(), { token: limited.body.token });
    expect(reply.body.code).toBe('request.forbidden');
  });
});

describe('a JWT of CI', () => {
  it('is worth nothing to another tenant, even one that registered the issuer with other rules', async () => {
    const { me } = await stage();
    const other = await stage({ claims: { repository: ['other/*'] } });
    const token = await ci.token(world.clock.at);
    expect((await me(token)).status).toBe(200);
    expect((await other.me(token)).status).toBe(401);
    expect((await me(token, (await world.tenant()).id)).status).toBe(401);
    expect((await me(token, 'nobody')).status).toBe(401);
  });

  it.each([
    ['another repository', { repository: 'evil/payments' }],
    ['another audience', { aud: 'sts.amazonaws.com' }],
    ['a time that has passed', { exp: 1 }],
  ])('is refused with %s', async (_, claims) => {
    const { me } = await stage();
    expect((await me(await ci.token(world.clock.at, claims))).status).toBe(401);
  });

  it('has the scopes of its issuer alone', async () => {
    const { me } = await stage({ scopes: ['releases:write'] });
    const reply = await me(await ci.token(world.clock.at));
    expect(reply).toMatchObject({ status: 403, body: { detail: 'The credential lacks the scope access:read.' } });
  });
});

describe('listIssuers', () => {
  it('shows those of the tenant, newest first', async () => {
    const { admin, created } = await stage();
    const second = await admin('POST', '/issuers', bodyOf({ name: 'Second' }));
    expect((await admin('GET', '/issuers')).body.items).toEqual([second.body, created.body]);
  });
});

describe('getIssuer', () => {
  it('answers a foreign tenant’s issuer as a missing one', async () => {
    const [{ created }, other] = [await stage(), await stage()];
    expect((await other.admin('GET', `/issuers/${created.body.id}`)).body.code).toBe('issuer.not_found');
  });
});

describe('updateIssuer', () => {
  it('changes the rights of its tokens', async () => {
    const { admin, created, me } = await stage();
    const token = await ci.token(world.clock.at);
    const change = (body: object) => admin('PATCH', `/issuers/${created.body.id}`, body);
    expect((await change({ claims: { environment: ['staging'] } })).body).toMatchObject({ revision: 2 });
    expect((await me(token)).status).toBe(401);
    await change({ claims: { environment: ['production'] } });
    expect((await me(token)).status).toBe(200);
    await change({ isActive: false });
    expect((await me(token)).status).toBe(401);
    expect((await change({ claims: { environment: ['*'] } })).body.code).toBe('issuer.owner_missing');
  });
});

describe('deleteIssuer', () => {
  it('ends its tokens, and getIssuer and listIssuers know it no more', async () => {
    const { admin, created, me } = await stage();
    const path = `/issuers/${created.body.id}`;
    expect((await admin('GET', path)).body).toEqual(created.body);
    expect((await admin('DELETE', path)).status).toBe(204);
    expect((await me(await ci.token(world.clock.at))).status).toBe(401);
    expect((await admin('GET', path)).body.code).toBe('issuer.not_found');
    expect((await admin('GET', '/issuers')).body.items).toEqual([]);
  });
});
