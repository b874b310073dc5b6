// Teams: names that are unique, members that are counted exactly, and removal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { createEnvironmentBody, newEnvironment } from '../../../entities/environments/environment.model.ts';
import { TENANT_ID } from '../../support/http.ts';
import { inOtherTenant, MISSING_ID, NOW, NOW_ISO, type People, startPeople } from './fixture.ts';

let api: People;
beforeAll(async () => {
  api = await startPeople();
});
afterAll(() => api.stop());
let made = 0;
const create = (over: object = {}, request: object = {}) => {
  made += 1;
  return api.asLead('POST', '/teams', { slug: `team-${made}`, name: `Team ${made}`, ...over }, request);
};
const get = async (team: string) => (await api.asLead('GET', `/teams/${team}`)).body;

describe('createTeam', () => {
  it('answers and stores the team', async () => {
    const said = { slug: 'platform', name: 'Platform', description: 'Keeps it up', slackChannel: '#platform' };
    const { status, body, headers } = await create(said);
    expect([status, headers.location]).toEqual([201, `/api/v1/${TENANT_ID}/teams/${body.id}`]);
    expect(body).toEqual({
      ...{ id: body.id, ...said, memberCount: 0, revision: 1 },
      ...{ createdAt: NOW_ISO, updatedAt: NOW_ISO },
    });
    expect(await get('platform')).toMatchObject(body);
    expect([await api.eventsOf(body.id), await api.auditOf('Team', body.id)]).toMatchObject([
      ['TeamCreated'],
      [{ action: 'team.created' }],
    ]);
  });

  it.each([
    ['slug', { slug: 'platform' }],
    ['name', { name: 'pLATFORM' }],
  ])('answers 409 team.taken for the %s of another team', async (path, over) => {
    const { status, body } = await create(over);
    expect([status, body.code, body.fields[0].path]).toEqual([409, 'team.taken', path]);
  });

  it('leaves one of 20 parallel creations with the same names', async () => {
    const replies = await Promise.all(Array.from({ length: 20 }, () => create({ slug: 'same', name: 'Same' })));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  it('allows the names of a team of another tenant', async () => {
    expect((await create({ slug: 'platform', name: 'Platform' }, inOtherTenant)).status).toBe(201);
  });

  it.each([
    ['slug', { slug: 'Upper' }],
    ['slug', { slug: '-x' }],
    ['name', { name: ' ' }],
    ['description', { description: 'x'.repeat(1001) }],
    ['slackChannel', { slackChannel: 'platform' }],
    ['memberCount', { memberCount: 7 }],
  ])('answers 400 for a wrong %s', async (path, over) => {
    const { status, body } = await create(over);
    expect([status, body.fields[0].path]).toEqual([400, path]);
  });
});

describe('listTeams', () => {
  it('lists by name, pages, and finds by the beginning of the name', async () => {
    for (const name of ['zeta', 'Alpha', 'alpine']) await create({ name: `L ${name}` });
    const list = async (query: string) => (await api.asRole('VIEWER')('GET', `/teams?${query}`)).body;
    const names = (body: { items: { name: string }[] }) => body.items.map(({ name }) => name);
    expect(names(await list('name=l%20'))).toEqual(['L Alpha', 'L alpine', 'L zeta']);
    expect(names(await list('name=L%20AL'))).toEqual(['L Alpha', 'L alpine']);
    const first = await list('name=l%20&limit=2');
    const rest = await list(`name=l%20&limit=2&cursor=${first.nextCursor}`);
    expect([names(first), names(rest), rest.nextCursor]).toEqual([['L Alpha', 'L alpine'], ['L zeta'], null]);
  });
});

describe('getTeam', () => {
  it.each([MISSING_ID, 'nobody'])('answers 404 team.not_found for %s', async (team) => {
    expect((await get(team)).code).toBe('team.not_found');
  });

  it('has another ETag when the members have changed', async () => {
    const { id } = (await create()).body;
    const tag = async () => (await api.asLead('GET', `/teams/${id}`)).headers.etag;
    const before = await tag();
    await api.asLead('PUT', `/teams/${id}/members/${await api.user('VIEWER')}`, {});
    expect(await tag()).not.toBe(before);
  });
});

describe('updateTeam', () => {
  it('changes names, frees the earlier ones, and deletes what is null', async () => {
    const { id } = (await create({ slug: 'before', name: 'Before', slackChannel: '#before' })).body;
    const { status, body } = await api.asLead('PATCH', `/teams/${id}`, {
      slug: 'after',
      name: 'After',
      slackChannel: null,
    });
    expect([status, body.slug, body.name, body.slackChannel, body.revision]).toEqual([200, 'after', 'After', null, 2]);
    expect([(await get('before')).code, (await get('after')).id]).toEqual(['team.not_found', id]);
    expect((await create({ slug: 'before', name: 'Before' })).status).toBe(201);
  });

  it('keeps the count of members that join meanwhile', async () => {
    const { id } = (await create()).body;
    const users = await Promise.all(Array.from({ length: 5 }, () => api.user('VIEWER')));
    await Promise.all([
      ...users.map((user) => api.asLead('PUT', `/teams/${id}/members/${user}`, {})),
      ...['a', 'b', 'c'].map((description) => api.asLead('PATCH', `/teams/${id}`, { description })),
    ]);
    expect((await get(id)).memberCount).toBe(5);
  });

  it.each([
    ['the slug of another team', { slug: 'platform' }, {}, 409],
    ['nothing', {}, {}, 400],
    ['a revision that is not the present one', { name: 'x' }, { headers: { 'if-match': '"9"' } }, 412],
  ])('refuses %s', async (_, body, over, status) => {
    const { id } = (await create()).body;
    expect((await api.asLead('PATCH', `/teams/${id}`, body, over)).status).toBe(status);
  });
});

describe('setTeamMember', () => {
  it('adds a user once, and changes the role', async () => {
    const { id } = (await create()).body;
    const user = await api.user('VIEWER', { fullName: 'Vic' });
    const put = (body: object) => api.asLead('PUT', `/teams/${id}/members/${user}`, body);
    const member = { userId: user, name: 'Vic', isActive: true, joinedAt: NOW_ISO };
    expect((await put({})).body).toEqual({ ...member, role: 'MEMBER' });
    expect((await put({ role: 'MAINTAINER' })).body).toEqual({ ...member, role: 'MAINTAINER' });
    expect((await get(id)).memberCount).toBe(1);
    const { body } = await api.asRole('VIEWER')('GET', `/users/${user}/teams`);
    expect(body.items).toMatchObject([{ team: { id }, role: 'MAINTAINER', joinedAt: NOW_ISO }]);
    expect((await api.auditOf('Team', id)).map(({ action }) => action)).toEqual([
      ...['team.created', 'team.member_added', 'team.member_changed'],
    ]);
  });

  describe('of a team that approves promotions', () => {
    const approving = async () => {
      const { id: teamId } = (await create()).body;
      const approvalGroups = [{ teamId, approvalsNeeded: 1 }];
      const body = createEnvironmentBody.parse({ name: `prod-${teamId}`, approvalGroups });
      await api.seed(api.environments.create(newEnvironment(TENANT_ID as TenantId, NOW, body)));
      return teamId;
    };

    it.each([
      ['a LEAD', 'LEAD', true, 403],
      ['a LEAD who is in it', 'LEAD', 'MEMBER', 200],
      ['a LEAD for another user', 'LEAD', false, 200],
      ['an ADMIN', 'ADMIN', true, 200],
    ] as const)('answers %s as the right to approve asks', async (_, role, own, status) => {
      const team = await approving();
      const [user, other] = [await api.user(role), await api.user('LEAD')];
      const path = `/teams/${team}/members/${user}`;
      if (own === 'MEMBER') await api.asRole('LEAD', other)('PUT', path, {});
      const reply = await api.asRole(role, own === false ? other : user)('PUT', path, { role: 'MAINTAINER' });
      expect([reply.status, reply.body.code]).toEqual([status, status === 403 ? 'team.approves' : undefined]);
      if (status === 403) expect(reply.body.detail).toMatch(/prod-.*Another LEAD or an ADMIN adds you/);
      expect((await get(team)).memberCount).toBe(status === 403 ? 0 : 1);
    });

    it('lets a LEAD join another team', async () => {
      await approving();
      const { id } = (await create()).body;
      const user = await api.user('LEAD');
      expect((await api.asRole('LEAD', user)('PUT', `/teams/${id}/members/${user}`, {})).status).toBe(200);
    });
  });

  it('counts every member exactly under races', async () => {
    const { id } = (await create()).body;
    const users = await Promise.all(Array.from({ length: 20 }, () => api.user('VIEWER')));
    const put = (user: string) => api.asLead('PUT', `/teams/${id}/members/${user}`, {});
    const remove = (user: string) => api.asLead('DELETE', `/teams/${id}/members/${user}`);
    await Promise.all(users.flatMap((user) => [put(user), put(user), put(user)]));
    await Promise.all(users.slice(0, 10).flatMap((user) => [remove(user), remove(user)]));
    const { body } = await api.asRole('VIEWER')('GET', `/teams/${id}/members?limit=100`);
    expect((await get(id)).memberCount).toBe(body.items.length);
  });

  it.each([
    ['an unknown role', { role: 'OWNER' }, 400],
    ['an unknown user', {}, 404],
  ])('refuses %s', async (_, body, status) => {
    const { id } = (await create()).body;
    const user = status === 404 ? MISSING_ID : await api.user('VIEWER');
    expect((await api.asLead('PUT', `/teams/${id}/members/${user}`, body)).status).toBe(status);
  });
});

describe('removeTeamMember', () => {
  it.each([
    ['a LEAD to another', 'LEAD', false, 204],
    ['a VIEWER to leave', 'VIEWER', true, 204],
    ['no DEVELOPER to another', 'DEVELOPER', false, 403],
  ] as const)('allows %s', async (_, role, isOwn, status) => {
    const { id } = (await create()).body;
    const user = await api.user('VIEWER');
    await api.asLead('PUT', `/teams/${id}/members/${user}`, {});
    const reply = await api.asRole(role, isOwn ? user : MISSING_ID)('DELETE', `/teams/${id}/members/${user}`);
    expect([reply.status, (await get(id)).memberCount]).toEqual([status, status === 204 ? 0 : 1]);
  });

  it('answers 404 team.member_not_found for a user outside the team', async () => {
    const { id } = (await create()).body;
    const reply = await api.asLead('DELETE', `/teams/${id}/members/${await api.user('VIEWER')}`);
    expect([reply.status, reply.body.code]).toEqual([404, 'team.member_not_found']);
  });
});

describe('listTeamMembers', () => {
  it('lists and pages in the order in which they became users', async () => {
    const { id } = (await create()).body;
    const users: string[] = [];
    for (let index = 0; index < 5; index++) {
      users.push(await api.user('VIEWER'));
      api.clock.at += 1000;
      await api.asLead('PUT', `/teams/${id}/members/${users[index]}`, {});
    }
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = `/teams/${id}/members?limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await api.asRole('VIEWER')('GET', path);
      seen.push(...body.items.map(({ userId }: { userId: string }) => userId));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(users);
  });

  it.each([
    ['members of a team', (slug: string) => `/teams/${slug}/members`],
    ['users of a team', (slug: string) => `/users?team=${slug}`],
    ['teams of a user', (_: string, username: string) => `/users/${username}/teams`],
  ])('finds by one read whose %s are listed', async (_, pathOf) => {
    const { slug } = (await create()).body;
    const { id, username } = (await api.create()).body;
    await api.asLead('PUT', `/teams/${slug}/members/${id}`, {});
    const { commands } = await api.meter(() => api.asRole('VIEWER')('GET', pathOf(slug, username)));
    expect(commands).toEqual(['GetItem', 'Query', 'BatchGetItem']);
  });
});

describe('listUserTeams', () => {
  it('lists the teams of a user, without deleted ones', async () => {
    const [kept, deleted] = [(await create()).body, (await create()).body];
    const user = await api.user('VIEWER');
    for (const { id } of [kept, deleted]) await api.asLead('PUT', `/teams/${id}/members/${user}`, {});
    await api.asLead('DELETE', `/teams/${deleted.id}`);
    const { body } = await api.asRole('VIEWER')('GET', `/users/${user}/teams`);
    expect(body.items.map(({ team }: { team: object }) => team)).toEqual([
      { id: kept.id, slug: kept.slug, name: kept.name },
    ]);
  });
});

describe('deleteTeam', () => {
  it('deletes the team with its names; its members are removed by the consumer, however often it runs', async () => {
    const { id, slug, name } = (await create()).body;
    for (let index = 0; index < 3; index++) {
      await api.asLead('PUT', `/teams/${id}/members/${await api.user('VIEWER')}`, {});
    }
    expect((await api.asLead('DELETE', `/teams/${id}`)).status).toBe(204);
    expect((await get(id)).code).toBe('team.not_found');
    await Promise.all([api.deliver(), api.told('TeamDeleted', { teamId: id })]);
    const left = (await api.items()).filter(({ pk, sk }) => `${pk}${sk}`.includes(id));
    expect([...new Set(left.map((item) => item.__edb_e__))].sort()).toEqual(['auditEntry', 'outboxEvent']);
    expect((await create({ slug, name })).status).toBe(201);
  });
});
