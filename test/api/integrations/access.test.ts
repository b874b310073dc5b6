// Access to the operations on integrations: every route with every role, without a credential, and without the scope.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { OTHER_TENANT_ID } from '../../support/http.ts';
import { bodies, type Fixture, startIntegrations } from './fixture.ts';

let api: Fixture;
beforeAll(async () => {
  api = await startIntegrations();
});
afterAll(() => api.stop());

const write = { ADMIN: true, LEAD: true, DEVELOPER: false, VIEWER: false, CI: false };
const read = { ADMIN: true, LEAD: true, DEVELOPER: true, VIEWER: true, CI: true };
let names = 0;
const fresh = () => ({ ...bodies.GITHUB, name: `access ${names++}` });

const routes = [
  { name: 'createIntegration', method: 'POST', tail: '', body: fresh, may: write, success: 201 },
  { name: 'listIntegrations', method: 'GET', tail: '', may: read, success: 200 },
  { name: 'listAllIntegrations', method: 'GET', tail: null, may: read, success: 200 },
  { name: 'getIntegration', method: 'GET', tail: '/{id}', may: read, success: 200 },
  {
    name: 'updateIntegration',
    method: 'PATCH',
    tail: '/{id}',
    body: () => ({ isActive: true }),
    may: write,
    success: 200,
  },
  { name: 'deleteIntegration', method: 'DELETE', tail: '/{id}', may: write, success: 204 },
  { name: 'verifyIntegration', method: 'POST', tail: '/{id}/verify', may: write, success: 200 },
];
const request = (route: (typeof routes)[number], id: string) => ({
  method: route.method,
  path: route.tail === null ? '/integrations' : `/integrations/scm${route.tail.replace('{id}', id)}`,
  ...(route.body ? { body: route.body() } : {}),
});

describe.each(routes)('$name', (route) => {
  it.each(ROLES)('answers %s as the route allows', async (role) => {
    const { id: integrationId } = await api.create('scm', bodies.GITHUB);
    const reply = await api.call({ role, ...request(route, integrationId) });
    expect(reply.status).toBe(route.may[role] ? route.success : 403);
    if (!route.may[role]) expect(reply.body.code).toBe('request.forbidden');
  });

  it('answers 401 without a credential', async () => {
    const { id: integrationId } = await api.create('scm', bodies.GITHUB);
    const reply = await api.call(request(route, integrationId));
    expect([reply.status, reply.body.code]).toEqual([401, 'request.unauthenticated']);
  });

  it('answers 403 without the scope', async () => {
    const { id: integrationId } = await api.create('scm', bodies.GITHUB);
    const reply = await api.call({ role: 'ADMIN', scopes: 'releases:read', ...request(route, integrationId) });
    expect([reply.status, reply.body.code]).toEqual([403, 'request.forbidden']);
  });

  it('answers 404 in a tenant that is not the credential’s', async () => {
    const { id: integrationId } = await api.create('scm', bodies.GITHUB);
    const reply = await api.call({ role: 'ADMIN', tenantId: OTHER_TENANT_ID, ...request(route, integrationId) });
    expect([reply.status, reply.body.code]).toEqual([404, 'request.not_found']);
  });
});

describe.each(routes.filter(({ tail }) => tail !== null))('$name', (route) => {
  it('answers 404 for a kind that does not exist', async () => {
    const { id: integrationId } = await api.create('scm', bodies.GITHUB);
    const { path, ...rest } = request(route, integrationId);
    const reply = await api.call({ role: 'ADMIN', path: path.replace('scm', 'constructor'), ...rest });
    expect([reply.status, reply.body.code]).toEqual([404, 'request.not_found']);
  });
});

describe.each(routes.filter(({ tail }) => tail))('$name', (route) => {
  it('answers the same 404 for another tenant’s id, another kind’s, one that is missing and one that is no id', async () => {
    const foreign = await api.create('scm', bodies.GITHUB, api.inOtherTenant);
    const otherKind = await api.create('tickets', bodies.JIRA);
    const ids = [
      foreign.id,
      otherKind.id,
      '0192f000-0000-7000-8000-00000000dead',
      'no-id',
      `SECRET%23${foreign.id}`,
      'x'.repeat(2000),
    ];
    const replies = await Promise.all(ids.map((id) => api.call({ role: 'ADMIN', ...request(route, id) })));
    expect(replies[0]).toMatchObject({ status: 404, body: { code: 'integration.not_found' } });
    for (const reply of replies) expect([reply.status, reply.text]).toEqual([404, replies[0]?.text]);
  });
});
