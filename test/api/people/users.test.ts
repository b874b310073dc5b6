// Users: creation, lists, and changes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { OTHER_TENANT_ID, TENANT_ID } from '../../support/http.ts';
import { inOtherTenant, MISSING_ID, NOW_ISO, type People, startPeople } from './fixture.ts';

const TENANT = TENANT_ID as TenantId;
const GRACE = { email: 'Grace@acme.test', username: 'Grace', fullName: 'Grace Hopper', role: 'DEVELOPER' };

let api: People;
beforeAll(async () => {
  api = await startPeople();
  await api.user('ADMIN', { username: 'root', email: 'root@acme.test', fullName: 'Root' });
});
afterAll(() => api.stop());
let made = 0;
const create = (over: object = {}) => {
  made += 1;
  return api.asAdmin('POST', '/users', { ...GRACE, email: `g${made}@acme.test`, username: `g${made}`, ...over });
};

describe('createUser', () => {
  it('answers and stores the user, and asks for the confirmation of the address', async () => {
    const { status, body, headers } = await create(GRACE);
    expect([status, headers.location]).toEqual([201, `/api/v1/${TENANT_ID}/users/${body.id}`]);
    expect(body).toEqual({
      ...GRACE,
      ...{ id: body.id, isEmailConfirmed: false, pendingEmail: null, isActive: true, revision: 1 },
      ...{ createdAt: NOW_ISO, updatedAt: NOW_ISO },
    });
    expect(await api.people.membershipOf(TENANT, body.id)).toEqual({
      ...{ userId: body.id, name: 'Grace Hopper', role: 'DEVELOPER', isActive: true },
    });
    expect((await api.eventsOf(body.id)).sort()).toEqual(['EmailConfirmationRequested', 'UserCreated']);
    expect(await api.auditOf('User', body.id)).toMatchObject([{ action: 'user.created' }]);
  });

  it.each([
    ['email', { email: 'gRACE@ACME.test', username: 'other' }],
    ['username', { email: 'other@acme.test', username: 'gRACE' }],
    ['username in other forms of letters', { email: 'other@acme.test', username: 'Ｇｒａｃｅ' }],
  ])('answers 409 user.taken for an %s of another user', async (_, over) => {
    const { status, body } = await create(over);
    expect([status, body.code, body.fields.length]).toEqual([409, 'user.taken', 1]);
  });

  it('leaves one of 20 parallel creations with the same names', async () => {
    const same = { email: 'same@acme.test', username: 'same' };
    const replies = await Promise.all(Array.from({ length: 20 }, () => create(same)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  it('allows the names of a user of another tenant', async () => {
    expect((await create({ ...GRACE, ...inOtherTenant })).status).toBe(400);
    expect((await api.asAdmin('POST', '/users', GRACE, inOtherTenant)).status).toBe(201);
  });

  it.each([
    ['email', { email: 'nobody' }],
    ['email', { email: `${'x'.repeat(250)}@acme.test` }],
    ['username', { username: 'a' }],
    ['username', { username: 'with space' }],
    ['username', { username: 'a@b' }],
    ['username', { username: '.dot' }],
    ['fullName', { fullName: '  ' }],
    ['fullName', { fullName: 'x\ud800' }],
    ['role', { role: 'CI' }],
    ['role', { role: 'OWNER' }],
    ['isActive', { isActive: true }],
  ])('answers 400 for a wrong %s', async (path, over) => {
    const { status, body } = await create(over);
    expect([status, body.fields.map((field: { path: string }) => field.path)]).toEqual([400, [path]]);
  });

  it('is refused to a credential that is limited to scopes', async () => {
    const reply = await api.asAdmin('POST', '/users', { ...GRACE, username: 'limited' }, { scopes: 'people:write' });
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });
});

describe('listUsers', () => {
  let world: People;
  const names = ['Zoe', 'ada', 'Ada Byron', 'Élan', 'Bob'];
  beforeAll(async () => {
    world = await startPeople();
    for (const [index, fullName] of names.entries()) {
      await world.user(index < 2 ? 'LEAD' : 'VIEWER', {
        fullName,
        isActive: fullName !== 'Bob',
        email: `${fullName.slice(0, 2).toLowerCase().replace('é', 'e')}${index}@acme.test`,
      });
    }
    await world.user(undefined, { fullName: 'Former' });
    await world.user('VIEWER', { fullName: 'Foreign', tenantId: OTHER_TENANT_ID });
    const team = (await world.asAdmin('POST', '/teams', { slug: 'core', name: 'Core' })).body.id;
    for (const user of ['p1', 'p5']) await world.asAdmin('PUT', `/teams/${team}/members/${user}`, {});
  });
  afterAll(() => world.stop());
  const list = async (query: string, path = '/users') => {
    const { status, body } = await world.call({ method: 'GET', path: `${path}${query}`, role: 'VIEWER' });
    return status === 200
      ? body.items.map((user: { fullName?: string; name?: string }) => user.fullName ?? user.name)
      : status;
  };

  it.each([
    ['', ['ada', 'Ada Byron', 'Former', 'Zoe', 'Élan', 'Bob']],
    ['?isActive=true', ['ada', 'Ada Byron', 'Former', 'Zoe', 'Élan']],
    ['?isActive=false', ['Bob']],
    ['?role=LEAD', ['ada', 'Zoe']],
    ['?role=VIEWER', ['Ada Byron', 'Élan', 'Bob']],
    ['?role=VIEWER&isActive=false', ['Bob']],
    ['?name=ADA', ['ada', 'Ada Byron']],
    ['?name=ada%20b', ['Ada Byron']],
    ['?name=ada&role=LEAD', ['ada']],
    ['?name=b', ['Bob']],
    ['?name=%C3%A9', ['Élan']],
    ['?email=AD', ['ada', 'Ada Byron']],
    ['?email=ad&role=LEAD', ['ada']],
    ['?email=bo&isActive=true', []],
    ['?team=core', ['Zoe', 'Bob']],
    ['?team=core&isActive=true', ['Zoe']],
    ['?team=core&role=VIEWER', ['Bob']],
    ['?team=nobody', 404],
    ['?role=CI', 400],
    ['?isActive=maybe', 400],
    ['?sort=name', 400],
    ['?cursor=x', 400],
  ])('%s lists %j', async (query, expected) => {
    expect(await list(query)).toEqual(expected);
  });

  it('pages through active and inactive users in one order', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let page = 0; cursor !== null; page++) {
      const path: string = `/users?limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await world.call({ method: 'GET', path, role: 'VIEWER' });
      seen.push(...body.items.map((user: { fullName: string }) => user.fullName));
      cursor = body.nextCursor;
      expect(page).toBeLessThan(5);
    }
    expect(seen).toEqual(['ada', 'Ada Byron', 'Former', 'Zoe', 'Élan', 'Bob']);
  });

  it('leaves out former members in the list of members', async () => {
    expect(await list('?isActive=true', '/members')).toEqual(['ada', 'Ada Byron', 'Zoe', 'Élan']);
  });
});

describe('getUser', () => {
  it('finds a user by id and by username, in any case', async () => {
    const { body } = await create({ username: 'Findable' });
    for (const path of [`/users/${body.id}`, '/users/findable', '/users/FINDABLE']) {
      const reply = await api.call({ method: 'GET', path, role: 'VIEWER' });
      expect([reply.status, reply.body, reply.headers.etag]).toMatchObject([200, body, expect.stringMatching(/^"1\./)]);
    }
  });

  it.each([MISSING_ID, 'nobody', 'a%20b'])('answers 404 user.not_found for %s', async (user) => {
    const { status, body } = await api.call({ method: 'GET', path: `/users/${user}`, role: 'VIEWER' });
    expect([status, body.code]).toEqual([404, 'user.not_found']);
  });
});

describe('updateUser', () => {
  const patch = (id: string, body: object, over: object = {}) => api.asAdmin('PATCH', `/users/${id}`, body, over);

  it('changes names, frees the earlier username and takes the new one', async () => {
    const { id } = (await create({ username: 'before' })).body;
    const { status, body } = await patch(id, { username: 'after', fullName: ' New  Name ' });
    expect([status, body.username, body.fullName, body.revision]).toEqual([200, 'after', 'New  Name', 2]);
    expect(await api.people.userOfName(TENANT, 'BEFORE')).toBeUndefined();
    expect(await api.people.userOfName(TENANT, 'AFTER')).toBe(id);
    expect(await api.eventsOf(id)).toContain('UserUpdated');
    expect((await api.auditOf('User', id)).at(-1)).toMatchObject({ action: 'user.updated' });
    expect((await api.call({ method: 'GET', path: '/users?name=new%20name', role: 'VIEWER' })).body.items).toHaveLength(
      1,
    );
  });

  it('changes the case of a username', async () => {
    const { id } = (await create({ username: 'casing' })).body;
    expect((await patch(id, { username: 'CASING' })).body.username).toBe('CASING');
  });

  it('leaves one of two users with a username that both want at once', async () => {
    const ids = [(await create()).body.id, (await create()).body.id];
    const replies = await Promise.all(ids.map((id) => patch(id, { username: 'wanted' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('answers 412 for a revision that is not the present one', async () => {
    const { id } = (await create()).body;
    expect((await patch(id, { fullName: 'x' }, { headers: { 'if-match': '"7"' } })).status).toBe(412);
  });

  it.each([
    ['own names as VIEWER', 'VIEWER', true, { fullName: 'Self' }, 200],
    ['own username as DEVELOPER', 'DEVELOPER', true, { username: 'self.made' }, 200],
    ['names of another as LEAD', 'LEAD', false, { fullName: 'x' }, 403],
    ['own activity as LEAD', 'LEAD', true, { isActive: false }, 403],
    ['nothing', 'ADMIN', false, {}, 400],
    ['the role', 'ADMIN', false, { role: 'ADMIN' }, 400],
  ] as const)('answers a change of %s', async (_, role, isOwn, body, status) => {
    const { id } = (await create()).body;
    expect((await api.asRole(role, isOwn ? id : MISSING_ID)('PATCH', `/users/${id}`, body)).status).toBe(status);
  });

  it.each([
    ['the address', { email: 'way.in@acme.test' }],
    ['a deactivated user’s activity', { isActive: true }],
  ])('is refused to a credential that is limited to scopes, for %s', async (_, body) => {
    const { id } = (await create()).body;
    expect((await patch(id, body, { scopes: 'people:write people:read' })).status).toBe(403);
  });

  it('deactivates and reactivates: an inactive user is no member for others (W9)', async () => {
    const { id } = (await create()).body;
    expect((await patch(id, { isActive: false })).body.isActive).toBe(false);
    expect(await api.people.membershipOf(TENANT, id)).toMatchObject({ isActive: false });
    expect((await patch(id, { isActive: true })).body.isActive).toBe(true);
  });
});
