// Signing in through a real OpenID provider: who becomes which user with which role, and who is refused.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Account, CLIENT, startOpenIdProvider } from '../../support/sign-ins/openid-provider.ts';
import { type Access, PUBLIC_URL, startAccess } from '../access/fixture.ts';

let world: Access;
let openId: Awaited<ReturnType<typeof startOpenIdProvider>>;
beforeAll(async () => {
  world = await startAccess();
  openId = await startOpenIdProvider(`${PUBLIC_URL}/console/sign-in/callback`);
});
afterAll(async () => {
  await openId.stop();
  await world.stop();
});

const bodyOf = (over: object = {}) => ({
  ...{ name: 'Corporate', issuer: openId.issuer, ...CLIENT, emailDomains: ['acme.test'] },
  roles: [
    { group: 'release-admins', role: 'ADMIN' },
    { group: 'developers', role: 'DEVELOPER' },
  ],
  ...over,
});

/** A tenant with a provider. */
async function stage(over: object = {}) {
  const tenant = await world.tenant();
  const admin = tenant.as('ADMIN');
  const created = await admin('POST', '/providers', bodyOf(over));
  if (created.status !== 201) throw new Error(created.text);
  const open = (method: string, path: string, body?: unknown) =>
    world.call({ method, path, body, tenant: tenant.slug });
  async function signIn(
    account: Account,
    change: (redirect: Record<string, string>) => object = (redirect) => redirect,
  ) {
    const begun = await open('POST', '/sign-ins', { providerId: created.body.id });
    if (begun.status !== 201) return begun;
    const redirect = await openId.signIn(begun.body.authorizationUrl, account);
    return open('POST', `/sign-ins/${begun.body.id}/complete`, { secret: begun.body.secret, ...change(redirect) });
  }
  const meOf = (token: string) => world.call({ method: 'GET', path: '/me', tenant: tenant.id, token });
  return { tenant, admin, created, open, signIn, meOf };
}

let subjects = 0;
const newcomer = (over: object = {}): Account => {
  const sub = `subject-${subjects++}`;
  return {
    sub,
    email: `${sub}@acme.test`,
    email_verified: true,
    name: `Person ${sub}`,
    groups: ['developers'],
    ...over,
  };
};
const REFUSED = { status: 401, body: { code: 'sign_in.refused' } };

describe('createProvider', () => {
  it('answers 201 without the secret, which is stored sealed', async () => {
    const { created, admin } = await stage();
    expect(created.body).toMatchObject({
      groupsClaim: 'groups',
      createsUsers: true,
      redirectUri: `${PUBLIC_URL}/console/sign-in/callback`,
    });
    expect(JSON.stringify([created.body, await world.items()])).not.toContain(CLIENT.clientSecret);
    expect((await admin('GET', `/providers/${created.body.id}`)).body).toEqual(created.body);
  });

  it.each([
    ['an issuer that does not answer', { issuer: 'http://127.0.0.1:1' }, 422, 'provider.unusable'],
    ['an address of the cloud', { issuer: 'http://169.254.169.254' }, 422, 'provider.unusable'],
    ['no issuer', { issuer: 'acme' }, 400, 'request.invalid'],
    ['a role that there is not', { roles: [{ group: 'a', role: 'OWNER' }] }, 400, 'request.invalid'],
  ])('refuses %s', async (_, over, status, code) => {
    const { as } = await world.tenant();
    expect(await as('ADMIN')('POST', '/providers', bodyOf(over))).toMatchObject({ status, body: { code } });
  });

  it('allows ten at once to be made, and no more', async () => {
    const { as } = await world.tenant();
    const made = await Promise.all(Array.from({ length: 12 }, () => as('ADMIN')('POST', '/providers', bodyOf())));
    const statuses = made.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201).length).toBeLessThanOrEqual(10);
    expect((await as('ADMIN')('GET', '/providers?limit=100')).body.items.length).toBe(
      statuses.filter((status) => status === 201).length,
    );
  });
});

describe('getProvider', () => {
  it.each(['none', '0192f000-0000-7000-8000-00000000ffff'])('answers 404 for the id %s', async (id) => {
    const { as } = await world.tenant();
    expect((await as('ADMIN')('GET', `/providers/${id}`)).body.code).toBe('provider.not_found');
  });
});

describe('listProviders', () => {
  it('shows those of the tenant alone, newest first, to an ADMIN alone', async () => {
    const { admin, created, tenant } = await stage();
    const second = await admin('POST', '/providers', bodyOf({ name: 'Second' }));
    await stage();
    expect((await admin('GET', '/providers')).body.items).toEqual([second.body, created.body]);
    expect((await tenant.as('LEAD')('GET', '/providers')).status).toBe(403);
  });
});

describe('beginSignIn', () => {
  it('answers the address of the provider with PKCE, state and nonce, and stores no secret', async () => {
    const { open, created } = await stage();
    const begun = await open('POST', '/sign-ins', { providerId: created.body.id });
    const query = Object.fromEntries(new URL(begun.body.authorizationUrl).searchParams);
    expect(query).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', client_id: CLIENT.clientId });
    expect(query.state && query.nonce && query.code_challenge).toBeTruthy();
    expect(JSON.stringify(await world.items())).not.toContain(begun.body.secret.slice(-43));
  });
});

describe('completeSignIn', () => {
  it('makes a new subject of a trusted domain a user with the role of the groups', async () => {
    const { signIn, meOf } = await stage();
    const account = newcomer({ groups: ['developers', 'others'] });
    const done = await signIn(account);
    expect(done).toMatchObject({ status: 201, body: { session: { methods: ['openid'] } } });
    expect((await meOf(done.body.token)).body).toMatchObject({ role: 'DEVELOPER', actor: { name: account.name } });
  });

  it('knows the subject again, whatever the address is by then, and follows its groups', async () => {
    const { signIn, meOf } = await stage();
    const account = newcomer();
    const [first, second] = [
      await signIn(account),
      await signIn({ ...account, email: 'other@else.test', groups: ['release-admins'] }),
    ];
    expect(second.body.session.userId).toBe(first.body.session.userId);
    expect((await meOf(second.body.token)).body.role).toBe('ADMIN');
  });

  it('gives a confirmed address of a trusted domain to the user who has it', async () => {
    const { signIn, tenant } = await stage();
    const done = await signIn(newcomer({ email: 'ADA@acme.test', groups: ['release-admins'] }));
    expect(done.body.session.userId).toBe(tenant.of('ADMIN').userId);
  });

  it.each([
    ['an address that the provider did not confirm', { email: 'ada@acme.test', email_verified: false }, {}],
    ['an address of another domain', { email: 'ada@evil.test' }, {}],
    ['no group with a role', { groups: ['guests'] }, {}],
    ['a provider that creates no users', {}, { createsUsers: false }],
    ['a provider without domains', {}, { emailDomains: [] }],
  ])('refuses %s', async (_, claims, over) => {
    const { signIn } = await stage(over);
    expect(await signIn(newcomer(claims))).toMatchObject(REFUSED);
  });

  it('gives the default role to who has no group with a role', async () => {
    const { signIn, meOf } = await stage({ defaultRole: 'VIEWER' });
    const done = await signIn(newcomer({ groups: undefined }));
    expect((await meOf(done.body.token)).body.role).toBe('VIEWER');
  });

  it('refuses a deactivated user', async () => {
    const { signIn, tenant } = await stage();
    const account = newcomer();
    await world.deactivate(tenant.id, (await signIn(account)).body.session.userId);
    expect(await signIn(account)).toMatchObject(REFUSED);
  });

  it.each([
    ['another state', (redirect: object) => ({ ...redirect, state: 'x' })],
    ['another code', (redirect: object) => ({ ...redirect, code: 'x' })],
    ['another secret', (redirect: object) => ({ ...redirect, secret: 'wlo_x' })],
  ])('refuses %s', async (_, change) => {
    const { signIn } = await stage();
    expect(await signIn(newcomer(), change)).toMatchObject(REFUSED);
  });

  it('refuses a provider that was switched off meanwhile', async () => {
    const { admin, created, open } = await stage();
    const begun = await open('POST', '/sign-ins', { providerId: created.body.id });
    const redirect = await openId.signIn(begun.body.authorizationUrl, newcomer());
    await admin('PATCH', `/providers/${created.body.id}`, { isActive: false });
    const body = { secret: begun.body.secret, ...redirect };
    expect(await open('POST', `/sign-ins/${begun.body.id}/complete`, body)).toMatchObject(REFUSED);
    expect((await open('POST', '/sign-ins', { providerId: created.body.id })).body.code).toBe('provider.not_found');
  });

  it('keeps the last ADMIN an ADMIN, whatever the groups say', async () => {
    const { signIn, tenant, meOf } = await stage();
    const account = newcomer({ email: 'ada@acme.test', groups: ['developers'] });
    const done = await signIn(account);
    expect(done.status).toBe(201);
    expect(done.body.session.userId).toBe(tenant.of('ADMIN').userId);
    expect((await meOf(done.body.token)).body.role).toBe('ADMIN');
  });
});

describe('listSignInOptions', () => {
  it('names the active providers to everybody, and answers an unknown tenant as one without', async () => {
    const { open, created } = await stage();
    expect((await open('GET', '/sign-in-options')).body).toEqual({
      providers: [{ id: created.body.id, name: 'Corporate' }],
    });
    const unknown = await world.call({ method: 'GET', path: '/sign-in-options', tenant: 'nobody' });
    expect(unknown).toMatchObject({ status: 200, body: { providers: [] } });
  });
});

describe('updateProvider', () => {
  it('changes the rules and the secret, and only an ADMIN may', async () => {
    const { admin, created, tenant } = await stage({ defaultRole: 'VIEWER' });
    const path = `/providers/${created.body.id}`;
    const reply = await admin('PATCH', path, { defaultRole: null, clientSecret: 'another secret' });
    expect(reply.body).toMatchObject({ revision: 2, name: 'Corporate' });
    expect(reply.body.defaultRole).toBeUndefined();
    expect((await tenant.as('LEAD')('PATCH', path, { name: 'x' })).status).toBe(403);
    expect((await admin('PATCH', path, { issuer: 'https://other.example' })).status).toBe(400);
  });
});

describe('deleteProvider', () => {
  it('leaves its users', async () => {
    const { admin, created, signIn, meOf } = await stage();
    const done = await signIn(newcomer());
    expect((await admin('DELETE', `/providers/${created.body.id}`)).status).toBe(204);
    expect((await admin('GET', `/providers/${created.body.id}`)).body.code).toBe('provider.not_found');
    expect((await meOf(done.body.token)).status).toBe(200);
  });
});
