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
