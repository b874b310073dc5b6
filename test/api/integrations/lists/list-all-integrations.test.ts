// listAllIntegrations: the integrations of all kinds, by kind, type, activity and outcome of their verification.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodies, type Fixture, startIntegrations } from '../fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
  for (const [segment, body, isVerified] of [
    ['scm', { ...bodies.GITHUB, name: 'scm' }, true],
    ['targets', { ...bodies.APP_STORE, name: 'store' }, false],
    ['targets', { ...bodies.PLAY_STORE, name: 'other store', isActive: false }, true],
    ['tickets', { ...bodies.JIRA, name: 'tickets' }, true],
  ] as const) {
    const { id } = await api.create(segment, body);
    if (isVerified) await api.asLead('POST', `/integrations/${segment}/${id}/verify`);
  }
  await api.create('scm', { ...bodies.GITHUB, name: 'foreign' }, api.inOtherTenant);
});
afterAll(() => api.stop());

const list = (query = '') => api.call({ role: 'VIEWER', method: 'GET', path: `/integrations${query}` });
const namesOf = (reply: { body: { items: { name: string }[] } }) => reply.body.items.map(({ name }) => name);

describe('listAllIntegrations', () => {
  const filters: [string, readonly string[]][] = [
    ['', ['scm', 'store', 'other store', 'tickets']],
    ['kind=TARGET', ['store', 'other store']],
    ['type=JIRA', ['tickets']],
    ['kind=SCM&type=JIRA', []],
    ['status=PENDING', ['store']],
    ['status=VALID', ['scm', 'other store', 'tickets']],
    ['health=HEALTHY&active=true', ['scm', 'tickets']],
    ['health=UNHEALTHY', []],
    ['verified=false&active=true', ['store']],
    ['verified=true', ['scm', 'tickets']],
    ['kind=TARGET&status=VALID', ['other store']],
  ];
  it.each(filters)('answers those of the tenant that match "%s", kind by kind', async (query, expected) => {
    const reply = await list(`?${query}`);
    expect([reply.status, namesOf(reply), reply.body.nextCursor]).toEqual([200, expected, null]);
  });

  it.each(filters)('pages through "%s"', async (query, expected) => {
    const found: string[] = [];
    let cursor = '';
    do {
      const reply = await list(`?${query}&limit=1${cursor}`);
      found.push(...namesOf(reply));
      cursor = reply.body.nextCursor === null ? '' : `&cursor=${reply.body.nextCursor}`;
    } while (cursor !== '');
    expect(found).toEqual(expected);
  });

  it.each(['kind=scm', 'status=BROKEN', 'health=GOOD', 'name=x', 'cursor=x', 'cursor=SCM.x'])(
    'answers 400 to ?%s',
    async (query) => {
      expect((await list(`?${query}`)).status).toBe(400);
    },
  );
});
