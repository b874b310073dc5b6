// Identities at providers: who adds whose, their form, and that only one user has one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { TENANT_ID } from '../../support/http.ts';
import { inOtherTenant, MISSING_ID, NOW_ISO, type People, startPeople } from './fixture.ts';

const TENANT = TENANT_ID as TenantId;
let api: People;
let user: string;
beforeAll(async () => {
  api = await startPeople();
  user = await api.user('DEVELOPER');
});
afterAll(() => api.stop());

const add = (provider: string, externalId: string, over: object = {}, of = user) =>
  api.asAdmin('POST', `/users/${of}/identities`, { provider, externalId }, over);
const list = async (of = user) => (await api.asRole('VIEWER')('GET', `/users/${of}/identities`)).body.items;

describe('addIdentity', () => {
  it.each([
    ['github', 'Ada-Lovelace', 'ada-lovelace'],
    ['gitlab', 'ada.lovelace', 'ada.lovelace'],
    ['bitbucket', '557058:Ada', '557058:ada'],
    ['slack', 'T0ACME/U0ADA', 'T0ACME/U0ADA'],
    ['email', 'Ada@old.acme.test', 'ada@old.acme.test'],
  ] as const)('adds %s %s as %s (W9)', async (provider, externalId, stored) => {
    const { status, body } = await add(provider, externalId);
    expect([status, body]).toEqual([201, { id: body.id, provider, externalId: stored, addedAt: NOW_ISO }]);
    expect(await api.people.userOfIdentity(TENANT, { provider, externalId: stored })).toBe(user);
    expect(await list()).toContainEqual(body);
    expect((await add(provider, externalId, {}, await api.user('VIEWER'))).body.code).toBe('user.identity_taken');
  });

  it.each([
    ['myspace', 'ada'],
    ['github', 'with space'],
    ['github', ''],
    ['slack', 'U0ADA'],
    ['slack', 't0acme/u0ada'],
    ['email', 'nobody'],
  ])('answers 400 for %s %j', async (provider, externalId) => {
    expect((await add(provider, externalId)).status).toBe(400);
  });

  it.each([
    ['their own account as DEVELOPER', 'DEVELOPER', true, 'github', {}, 201],
    ['their own chat member as LEAD', 'LEAD', true, 'slack', {}, 403],
    ['their own address as LEAD', 'LEAD', true, 'email', {}, 403],
    ['an account of another as LEAD', 'LEAD', false, 'github', {}, 403],
    ['a chat member of another as ADMIN', 'ADMIN', false, 'slack', {}, 201],
    [
      'a chat member with a credential that is limited to scopes',
      'ADMIN',
      false,
      'slack',
      { scopes: 'people:write' },
      403,
    ],
    ['an account in another tenant', 'ADMIN', false, 'github', inOtherTenant, 404],
  ] as const)('lets people add %s', async (_, role, isOwn, provider, over, status) => {
    const id = await api.user('DEVELOPER');
    const externalId = { slack: `T0ACME/U${id.slice(-8).toUpperCase()}`, email: `${id}@a.test`, github: id }[provider];
    const body = { provider, externalId };
    const reply = await api.asRole(role, isOwn ? id : MISSING_ID)('POST', `/users/${id}/identities`, body, over);
    expect(reply.status).toBe(status);
  });

  it('leaves one of 20 users who want the same at once', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 20; made++) ids.push(await api.user('VIEWER'));
    const replies = await Promise.all(ids.map((id) => add('github', 'wanted', {}, id)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  it('refuses the twenty-first of a user', async () => {
    const id = await api.user('VIEWER');
    for (let made = 0; made < 20; made++) expect((await add('gitlab', `many-${made}`, {}, id)).status).toBe(201);
    expect((await add('gitlab', 'many-20', {}, id)).body.code).toBe('user.too_many_identities');
  });
});

describe('listIdentities', () => {
  it('lists none of a user without any', async () => {
    expect(await list(await api.user('VIEWER'))).toEqual([]);
  });
});

describe('removeIdentity', () => {
  it('removes it, so that another user may have it', async () => {
    const id = await api.user('VIEWER');
    const identity = (await add('github', 'moves', {}, id)).body.id;
    const remove = (role: 'VIEWER' | 'LEAD', as: string) =>
      api.asRole(role, as)('DELETE', `/users/${id}/identities/${identity}`);
    expect((await remove('LEAD', MISSING_ID)).status).toBe(403);
    expect([(await remove('VIEWER', id)).status, (await remove('VIEWER', id)).status]).toEqual([204, 404]);
    expect((await add('github', 'moves')).status).toBe(201);
  });
});
