// The removal of a user with everything that belongs to it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPeopleRepo } from '../../../entities/people/people.repo.ts';
import { withLaggingIndexes } from '../../support/table.ts';
import { type People, startPeople } from './fixture.ts';

let api: People;
beforeAll(async () => {
  api = await startPeople();
  await api.user('ADMIN');
});
afterAll(() => api.stop());
const create = (over: object = {}) => api.create(over);

describe('removeUser', () => {
  it('removes user, names, identities and places in teams, whose members are counted; audit entries stay', async () => {
    const { id } = (await create({ username: 'leaver' })).body;
    const teams = ['one', 'two', 'gone'];
    for (const slug of teams) {
      await api.asLead('POST', '/teams', { slug, name: slug });
      await api.asLead('PUT', `/teams/${slug}/members/${id}`, {});
    }
    await api.asAdmin('POST', `/users/${id}/identities`, { provider: 'github', externalId: 'leaver' });
    await api.asLead('DELETE', '/teams/gone');
    expect((await api.asAdmin('DELETE', `/users/${id}`)).status).toBe(204);
    const gone = (await api.items()).filter(({ pk }) => String(pk).endsWith('#USERS')).map(({ sk }) => sk);
    expect(gone).not.toContain(id);
    expect((await api.call({ method: 'GET', path: '/teams/one/members', role: 'VIEWER' })).body.items).toEqual([]);
    await api.deliver();
    const left = (await api.items()).filter((item) => JSON.stringify(item).includes(id));
    expect([...new Set(left.map(({ __edb_e__: kind }) => kind))].sort()).toEqual(['auditEntry', 'outboxEvent']);
    const counts = await Promise.all(['one', 'two'].map((slug) => api.asLead('GET', `/teams/${slug}`)));
    expect(counts.map(({ body }) => body.memberCount)).toEqual([0, 0]);
    expect((await create({ username: 'leaver' })).status).toBe(201);
  });

  it('counts every team once, however often the event is delivered', async () => {
    const { id } = (await create()).body;
    await api.asLead('POST', '/teams', { slug: 'often', name: 'often' });
    await api.asLead('PUT', `/teams/often/members/${id}`, {});
    await api.asLead('PUT', `/teams/often/members/${await api.user('VIEWER')}`, {});
    await api.asAdmin('DELETE', `/users/${id}`);
    await Promise.allSettled(Array.from({ length: 5 }, () => api.told('UserRemoved', { userId: id })));
    await api.told('UserRemoved', { userId: id });
    expect((await api.asLead('GET', '/teams/often')).body.memberCount).toBe(1);
  });

  it('removes an identity that was added milliseconds before, which no index knows yet', async () => {
    const { id } = (await create()).body;
    await api.asAdmin('POST', `/users/${id}/identities`, { provider: 'github', externalId: 'hasty' });
    await api.asAdmin('DELETE', `/users/${id}`);
    await api.told('UserRemoved', { userId: id }, { people: createPeopleRepo(withLaggingIndexes(api.table)) });
    const left = (await api.items()).filter((item) => item.externalId === 'hasty');
    expect(left).toEqual([]);
  });

  it('answers 404 the second time', async () => {
    const { id } = (await create()).body;
    const replies = [await api.asAdmin('DELETE', `/users/${id}`), await api.asAdmin('DELETE', `/users/${id}`)];
    expect(replies.map(({ status }) => status)).toEqual([204, 404]);
  });
});
