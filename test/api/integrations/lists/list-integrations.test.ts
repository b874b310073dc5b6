// listIntegrations: filters of the drop-downs, order, pages and their cursors.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OTHER_TENANT_ID } from '../../../support/http.ts';
import { bodies, type Fixture, paths, startIntegrations } from '../fixture.ts';

let api: Fixture;
/** Of nine: the odd ones are verified, the last three are off. */
const names = Array.from({ length: 9 }, (_, index) => `target ${index}`);
const verified = names.filter((_, index) => index % 2 === 1);
const inactive = names.slice(6);
/** The integrations that a release can use, as a drop-down offers them. */
const usable = verified.filter((name) => !inactive.includes(name));

beforeAll(async () => {
  api = await startIntegrations();
  for (const [index, name] of names.entries()) {
    const body = index === 0 ? bodies.APP_STORE : bodies.PLAY_STORE;
    const { id: integrationId } = await api.create('targets', { ...body, name, isActive: index < 6 });
    if (index % 2 === 1) await api.asLead('POST', `/integrations/targets/${integrationId}/verify`);
  }
  await api.create('targets', { ...bodies.APP_STORE, name: 'foreign' }, api.inOtherTenant);
  await api.create('scm', bodies.GITHUB);
});
afterAll(() => api.stop());

const list = (query: string) => api.call({ role: 'VIEWER', method: 'GET', path: `/integrations/targets?${query}` });
const namesOf = (reply: { body: { items: { name: string }[] } }) => reply.body.items.map(({ name }) => name);

describe('listIntegrations', () => {
  const filters: [string, readonly string[]][] = [
    ['', names],
    ['verified=true', usable],
    ['verified=false', names.filter((name) => !verified.includes(name))],
    ['active=true', names.slice(0, 6)],
    ['active=false', inactive],
    ['verified=true&active=true', usable],
    ['verified=true&active=false', verified.filter((name) => inactive.includes(name))],
    ['type=APP_STORE', names.slice(0, 1)],
    ['type=PLAY_STORE&verified=true', usable],
    ['type=SLACK', []],
  ];
  it.each(filters)('answers those of the kind and tenant that match "%s", oldest first', async (query, expected) => {
    const reply = await list(query);
    expect([reply.status, namesOf(reply), reply.body.nextCursor]).toEqual([200, expected, null]);
  });

  it('answers an empty list where there is nothing', async () => {
    const reply = await api.asLead('GET', '/integrations/communications');
    expect(reply.body).toEqual({ items: [], nextCursor: null });
  });

  it.each(filters)('pages through "%s" with full pages', async (query, expected) => {
    const pages: string[][] = [];
    let cursor: string | null = '';
    do {
      const reply = await list(`${query}&limit=2${cursor && `&cursor=${cursor}`}`);
      pages.push(namesOf(reply));
      cursor = reply.body.nextCursor;
      expect(reply.headers.link === undefined).toBe(cursor === null);
    } while (cursor !== null);
    expect(pages.flat()).toEqual(expected);
    for (const page of pages.slice(0, -1)) expect(page).toHaveLength(2);
  });

  const invalid: [string, string][] = [
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['cursor=', 'cursor'],
    ['cursor=none', 'cursor'],
    ['verified=yes', 'verified'],
    ['active=1', 'active'],
    ['type=CVS', 'type'],
    ['status=GOOD', 'status'],
  ];
  it.each(invalid)('answers 400 for %s', async (query, path) => {
    const reply = await list(query);
    expect([reply.status, paths(reply)]).toEqual([400, [path]]);
  });

  it.each([
    ['another filter', { path: '/integrations/targets?limit=2&active=true' }],
    ['another kind', { path: '/integrations/scm?limit=2' }],
    [
      'another tenant',
      {
        path: '/integrations/targets?limit=2',
        tenantId: OTHER_TENANT_ID,
        credentialTenantId: OTHER_TENANT_ID,
      },
    ],
  ])('refuses the cursor of %s', async (_, { path, ...request }) => {
    const { nextCursor } = (await list('limit=2')).body;
    const reply = await api.call({ role: 'VIEWER', method: 'GET', path: `${path}&cursor=${nextCursor}`, ...request });
    expect([reply.status, reply.body.code]).toEqual([400, 'request.invalid_cursor']);
  });
});
