// The actions of tokens, sessions and passkeys say what their operations answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest } from '../../../../functions/access/manifest.ts';
import type { ApiRequest } from '../../../support/http.ts';
import { createAuthenticator } from '../../../support/sign-ins/authenticator.ts';
import { expectTrue } from '../../../support/trial/true-actions.ts';
import { type Access, NOW, PUBLIC_URL, startAccess } from '../fixture.ts';

const PASSWORD = 'correct horse battery';

let world: Access;
let tenant: Awaited<ReturnType<Access['tenant']>>;
beforeAll(async () => {
  world = await startAccess();
  tenant = await world.tenant();
});
afterAll(() => world.stop());

/** Requests with one credential. */
const by =
  (token: string) =>
  ({ method, path, body, isTrial }: Pick<ApiRequest, 'method' | 'path' | 'body' | 'isTrial'>) =>
    world.call({ method, path, body, isTrial, tenant: tenant.id, token });
type Call = ReturnType<typeof by>;

async function sessionOf(role: string): Promise<{ readonly call: Call; readonly userId: string }> {
  const userId = await tenant.password(role, PASSWORD);
  const login = String((await world.items()).find((item) => item.userId === userId && item.username)?.username);
  return { call: by((await tenant.signIn(login, PASSWORD)).body.token), userId };
}

const expectTrueOf = (call: Call, actions: never, params: Readonly<Record<string, string>>) =>
  expectTrue(call, manifest, {}, { actions, params });

describe('the actions of a token', () => {
  it('are true to its owner and to others: in use, revoked, expired, of CI, with more scopes', async () => {
    const create = async (role: string, body: object = {}) =>
      (await tenant.as(role)('POST', '/tokens', { name: 'acted', ...body })).body;
    await create('ADMIN', { role: 'CI' });
    await create('DEVELOPER', { expiresAt: new Date(NOW + 1000).toISOString() });
    const { id } = await create('DEVELOPER');
    await tenant.as('DEVELOPER')('DELETE', `/tokens/${id}`);
    const narrow = await create('DEVELOPER', { scopes: ['access:read', 'access:write'] });
    const reading = await create('DEVELOPER', { scopes: ['access:read'] });
    world.clock.at += 2000;
    const secrets = [tenant.of('ADMIN').token, tenant.of('DEVELOPER').token, narrow.token, reading.token];
    const seen = [];
    for (const secret of secrets) {
      const call = by(secret);
      const isAdmin = secret === tenant.of('ADMIN').token;
      const { items } = (await call({ method: 'GET', path: `/tokens${isAdmin ? '?owner=all' : ''}` })).body;
      for (const { id: token, actions } of items) {
        await expectTrueOf(call, actions as never, { token });
        expect((await call({ method: 'GET', path: `/tokens/${token}` })).body.actions).toEqual(actions);
        seen.push(...actions.map(({ code }: { code: string | null }) => code));
      }
    }
    expect(new Set(seen)).toEqual(new Set([null, 'request.forbidden', 'token.revoked']));
  });
});

describe('the actions of a session', () => {
  it('are true to its user and to an ADMIN', async () => {
    const { call, userId } = await sessionOf('LEAD');
    for (const ask of [call, by(tenant.of('ADMIN').token)]) {
      const { items } = (await ask({ method: 'GET', path: `/sessions?userId=${userId}` })).body;
      expect(items.length).toBeGreaterThan(0);
      for (const { id, actions } of items) {
        await expectTrueOf(ask, actions as never, { session: `${id}?userId=${userId}` });
      }
    }
  });
});

describe('the actions of passkeys', () => {
  it('are true: the last one of a tenant that requires one, one of two, and to a token', async () => {
    const { call } = await sessionOf('DEVELOPER');
    const compare = async (ask: Call) => {
      const { items } = (await ask({ method: 'GET', path: '/passkeys' })).body;
      for (const { id: passkey, actions } of items) await expectTrueOf(ask, actions as never, { passkey });
      return items.map(({ actions: [action] }: { actions: { code: string | null }[] }) => action?.code);
    };
    const register = async () => {
      const begun = await call({ method: 'POST', path: '/passkeys/registrations' });
      const answer = createAuthenticator(PUBLIC_URL).create(begun.body.options);
      const body = { registrationId: begun.body.id, answer, name: 'Phone' };
      expect((await call({ method: 'POST', path: '/passkeys', body })).status).toBe(201);
    };
    await register();
    expect(await compare(call)).toEqual([null]);
    await tenant.as('ADMIN')('PATCH', '/sign-in-policy', { requiresPasskey: true });
    expect(await compare(call)).toEqual(['passkey.last']);
    await register();
    expect(await compare(call)).toEqual([null, null]);
    expect(await compare(by(tenant.of('DEVELOPER').token))).toEqual(['session.required', 'session.required']);
  });
});
