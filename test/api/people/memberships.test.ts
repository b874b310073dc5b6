// Roles: who gives them, that a tenant keeps an active ADMIN under races, and who may leave.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { MEMBER_ROLES, type MemberRole } from '../../../entities/people/rights.model.ts';
import { TENANT_ID } from '../../support/http.ts';
import { inOtherTenant, MISSING_ID, type People, startPeople } from './fixture.ts';

const TENANT = TENANT_ID as TenantId;
let api: People;
beforeAll(async () => {
  api = await startPeople();
  await api.user('ADMIN');
});
afterAll(() => api.stop());

const put = (user: string, role: string, over: object = {}) => api.asAdmin('PUT', `/members/${user}`, { role }, over);
const roleOf = async (userId: string) => (await api.people.membershipOf(TENANT, userId))?.role;

describe('setMembership', () => {
  it.each(MEMBER_ROLES.flatMap((from) => MEMBER_ROLES.map((to) => [from, to] as const)))(
    'changes the role of a member from %s to %s',
    async (from, to) => {
      const id = await api.user(from);
      const { status, body } = await put(id, to);
      expect([status, body.role, await roleOf(id)]).toEqual([200, to, to]);
      expect(await api.eventsOf(id)).toEqual(['MembershipChanged']);
      expect(await api.auditOf('User', id)).toMatchObject([{ action: 'membership.changed' }]);
    },
  );

  it('gives a former member a role again', async () => {
    const id = await api.user(undefined);
    expect([await roleOf(id), (await put(id, 'VIEWER')).status, await roleOf(id)]).toEqual([undefined, 200, 'VIEWER']);
  });

  it.each([
    ['an unknown role', 'OWNER', {}, 400],
    ['the role of tokens', 'CI', {}, 400],
    ['a credential that is limited to scopes', 'VIEWER', { scopes: 'people:write' }, 403],
    ['the role LEAD', 'VIEWER', { role: 'LEAD' }, 403],
    ['a user of another tenant', 'VIEWER', inOtherTenant, 404],
  ])('refuses %s', async (_, role, over, status) => {
    expect((await put(await api.user('VIEWER'), role, over)).status).toBe(status);
  });
});

describe('removeMembership', () => {
  it.each([
    ['an ADMIN to another', 'ADMIN', false, 204],
    ['a VIEWER to leave', 'VIEWER', true, 204],
    ['no LEAD to another', 'LEAD', false, 403],
  ] as const)('allows %s', async (_, role, isOwn, status) => {
    const id = await api.user('VIEWER');
    const reply = await api.asRole(role, isOwn ? id : MISSING_ID)('DELETE', `/members/${id}`);
    expect([reply.status, await roleOf(id)]).toEqual([status, status === 204 ? undefined : 'VIEWER']);
  });

  it('keeps the user, and answers 404 the second time', async () => {
    const id = await api.user('VIEWER');
    await api.asAdmin('DELETE', `/members/${id}`);
    expect((await api.asAdmin('GET', `/users/${id}`)).body).toMatchObject({ role: null, isActive: true });
    expect((await api.asAdmin('DELETE', `/members/${id}`)).status).toBe(404);
  });
});

describe('the last active ADMIN', () => {
  let own: People;
  let last: string;
  beforeEach(async () => {
    own = await startPeople();
    last = await own.user('ADMIN');
    await own.user('ADMIN', { isActive: false });
    await own.user('LEAD');
    return () => own.stop();
  });
  const ways: [string, (api: People, id: string) => ReturnType<People['call']>][] = [
    ['be demoted', (api, id) => api.asAdmin('PUT', `/members/${id}`, { role: 'LEAD' })],
    ['leave', (api, id) => api.asRole('ADMIN', id)('DELETE', `/members/${id}`)],
    ['be deactivated', (api, id) => api.asAdmin('PATCH', `/users/${id}`, { isActive: false })],
    ['be removed', (api, id) => api.asAdmin('DELETE', `/users/${id}`)],
  ];

  it.each(ways)('cannot %s', async (_, end) => {
    const { status, body } = await end(own, last);
    expect([status, body.code]).toEqual([409, 'user.last_admin']);
    expect(await own.people.membershipOf(TENANT, last)).toMatchObject({ role: 'ADMIN', isActive: true });
  });

  it.each(ways)('may %s when another one is there', async (_, end) => {
    await own.user('ADMIN');
    expect((await end(own, last)).status).toBeLessThan(300);
  });

  it('may be renamed', async () => {
    expect((await own.asAdmin('PATCH', `/users/${last}`, { fullName: 'Still here' })).status).toBe(200);
  });

  it.each([
    [
      'reactivated',
      'ADMIN',
      false,
      (api: People, id: string) => api.asAdmin('PATCH', `/users/${id}`, { isActive: true }),
    ],
    ['promoted', 'VIEWER', true, (api: People, id: string) => api.asAdmin('PUT', `/members/${id}`, { role: 'ADMIN' })],
  ] as const)('is not the last when another one is %s', async (_, role, isActive, begin) => {
    await begin(own, await own.user(role as MemberRole, { isActive }));
    expect((await own.asAdmin('PUT', `/members/${last}`, { role: 'VIEWER' })).status).toBe(200);
  });

  it('is left by 50 ADMINs who are demoted, removed, deactivated and leave at once', async () => {
    const admins = [last];
    for (let made = 1; made < 50; made++) admins.push(await own.user('ADMIN'));
    const ended = await Promise.all(admins.map((id, index) => ways[index % ways.length]?.[1](own, id)));
    const conflicts = ended.filter((reply) => reply?.body?.code === 'request.conflict').length;
    const active = (await own.people.members(TENANT)).filter(({ role, isActive }) => role === 'ADMIN' && isActive);
    expect(active.length).toBeGreaterThanOrEqual(1);
    expect(active).toHaveLength(50 - ended.filter((reply) => (reply?.status ?? 500) < 300).length);
    // Those that gave up under contention are tried again, one by one, until one is left.
    expect(conflicts + ended.filter((reply) => reply?.body?.code === 'user.last_admin').length).toBe(active.length);
    for (const { userId } of active) await own.asAdmin('PUT', `/members/${userId}`, { role: 'VIEWER' });
    expect(
      (await own.people.members(TENANT)).filter(({ role, isActive }) => role === 'ADMIN' && isActive),
    ).toHaveLength(1);
  });
});
