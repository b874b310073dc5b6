// The members of a tenant: who may list them, and that other tenants' are not shown.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { OTHER_TENANT_ID } from '../../support/http.ts';
import { inOtherTenant, type People, startPeople } from './fixture.ts';

let api: People;
beforeAll(async () => {
  api = await startPeople();
  await api.user('ADMIN', { fullName: 'Ada' });
  await api.user('VIEWER', { fullName: 'Vic' });
  await api.user(undefined, { fullName: 'Former' });
  await api.user('ADMIN', { fullName: 'Eve', tenantId: OTHER_TENANT_ID });
});
afterAll(() => api.stop());

const list = (request: object = {}) => api.call({ method: 'GET', path: '/members', role: 'VIEWER', ...request });

describe('listMembers', () => {
  it.each(ROLES)('lists the people of the tenant to the role %s', async (role) => {
    const { status, body } = await list({ role });
    expect([status, body.items.map(({ name, role }: Record<string, string>) => [name, role])]).toEqual([
      200,
      [
        ['Ada', 'ADMIN'],
        ['Vic', 'VIEWER'],
      ],
    ]);
  });

  it('combines all filters, also with the members of a team and the beginning of an address', async () => {
    const team = (
      await api.call({ role: 'ADMIN', method: 'POST', path: '/teams', body: { slug: 'core', name: 'Core' } })
    ).body;
    const people = await Promise.all(
      [
        ['DEVELOPER', 'Rita'],
        ['DEVELOPER', 'Rob'],
        ['LEAD', 'Ruth'],
      ].map(([role, fullName]) =>
        api.user(role as 'LEAD', { fullName: String(fullName), email: `${fullName}@core.test`.toLowerCase() }),
      ),
    );
    for (const userId of people) {
      await api.call({ role: 'ADMIN', method: 'PUT', path: `/teams/${team.id}/members/${userId}`, body: {} });
    }
    const namesOf = async (query: string) =>
      (await list({ path: `/users?${query}` })).body.items.map(({ fullName }: { fullName: string }) => fullName).sort();
    expect(await namesOf('team=core')).toEqual(['Rita', 'Rob', 'Ruth']);
    expect(await namesOf('team=core&name=ro')).toEqual(['Rob']);
    expect(await namesOf('team=core&role=DEVELOPER&name=r')).toEqual(['Rita', 'Rob']);
    expect(await namesOf('team=core&email=RUTH@')).toEqual(['Ruth']);
    expect(await namesOf('name=ri&email=r')).toEqual(['Rita']);
    expect(await namesOf('name=ro&email=rita')).toEqual([]);
  });

  it('lists only the people of the caller’s tenant', async () => {
    expect((await list(inOtherTenant)).body.items).toMatchObject([{ name: 'Eve', role: 'ADMIN', isActive: true }]);
  });

  it.each([
    ['without a credential', { role: undefined }, 401],
    ['without the scope', { scopes: 'releases:read' }, 403],
    ['of another tenant', { tenantId: OTHER_TENANT_ID }, 404],
  ])('answers a request %s', async (_, request, status) => {
    expect((await list(request)).status).toBe(status);
  });
});
