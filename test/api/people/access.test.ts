// Every route of people with every role, without a credential, without the scope, and in another tenant.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '../../../entities/_base/ids.ts';
import { CALLER_ROLES, type CallerRole } from '../../../entities/names.ts';
import type { Route } from '../../../functions/_kit/manifest.ts';
import { manifest } from '../../../functions/people/manifest.ts';
import { OTHER_TENANT_ID } from '../../support/http.ts';
import { MISSING_ID, type People, startPeople } from './fixture.ts';

let api: People;
let foreign: Readonly<Record<string, string>>;
let mine: Readonly<Record<string, string>>;
beforeAll(async () => {
  api = await startPeople();
  mine = await everything({});
  foreign = await everything({ tenantId: OTHER_TENANT_ID, credentialTenantId: OTHER_TENANT_ID });
});
afterAll(() => api.stop());

/** One of everything that a path may name. */
async function everything(where: object): Promise<Record<string, string>> {
  const admin: UserId = await api.user('ADMIN', where);
  const user = await api.user('VIEWER', where);
  const asAdmin = (method: string, path: string, body?: unknown) =>
    api.asAdmin(method, path, body, { ...where, userId: admin });
  const team = (await asAdmin('POST', '/teams', { slug: 'core', name: 'Core' })).body.id;
  await asAdmin('PUT', `/teams/${team}/members/${user}`, {});
  const invitation = (await asAdmin('POST', '/invitations', { email: 'new@acme.test', role: 'VIEWER' })).body.id;
  const identity = (await asAdmin('POST', `/users/${user}/identities`, { provider: 'github', externalId: 'vic' })).body
    .id;
  return { user, team, invitation, identity };
}

const routes = Object.entries<Route>(manifest.routes).map(([name, route]) => ({ name, ...route }));
const guarded = routes.flatMap((route) =>
  typeof route.access === 'string' ? [] : [{ ...route, access: route.access }],
);
const open = routes.filter(({ access }) => access === 'OPEN');
const pathOf = (path: string, named: Readonly<Record<string, string>>) =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => named[name] ?? MISSING_ID);

const BODIES: Readonly<Record<string, object>> = {
  setMembership: { role: 'VIEWER' },
  createUser: { email: 'c@acme.test', username: 'cc', fullName: 'C', role: 'VIEWER' },
  updateUser: { fullName: 'Vic' },
  addIdentity: { provider: 'gitlab', externalId: 'vic' },
  createTeam: { slug: 'other', name: 'Other' },
  updateTeam: { description: 'x' },
  setTeamMember: {},
  createInvitation: { email: 'd@acme.test', role: 'VIEWER' },
};
const MAY: readonly CallerRole[] = CALLER_ROLES;

describe.each(guarded)('$name', ({ name, method, path, access }) => {
  const send = (named: Readonly<Record<string, string>>, over: object) =>
    api.call({ method, path: pathOf(path, named), ...(name in BODIES && { body: BODIES[name] }), ...over });

  it.each(CALLER_ROLES)('answers the role %s as its manifest says', async (role) => {
    const isRefused = role === 'CI' ? !access.ci : role === 'AGENT' || MAY.indexOf(role) > MAY.indexOf(access.role);
    // A missing subject: who may call the route is told so, and changes nothing.
    const { status, body } = await send({}, { role, body: {} });
    expect([status === 403 && body.code === 'request.forbidden', status]).toEqual([isRefused, expect.any(Number)]);
  });

  it.each([
    ['without a credential', { role: undefined }, 401],
    ['without the scope', { role: 'ADMIN', scopes: 'releases:read releases:write' }, 403],
    ['in another tenant', { role: 'ADMIN', tenantId: OTHER_TENANT_ID }, 404],
  ])('answers a request %s', async (_, over, status) => {
    expect((await send(mine, over)).status).toBe(status);
  });
});

const named = guarded.filter(({ path }) => path.includes('{'));

describe('a path with ids', () => {
  it.each(named)('of $name answers those of another tenant exactly as missing ones', async ({ name, method, path }) => {
    const ask = async (ids: Readonly<Record<string, string>>) => {
      const body = name in BODIES ? { body: BODIES[name] } : {};
      const { status, text } = await api.call({ method, path: pathOf(path, ids), role: 'ADMIN', ...body });
      return [status, text];
    };
    expect(await ask(foreign)).toEqual(await ask({}));
  });
});

describe.each(open)('$name', ({ method, path }) => {
  it.each([
    ['of the tenant', 'acme'],
    ['of no tenant', 'nobody'],
    ['of an id that no tenant has', MISSING_ID],
  ])('answers a secret %s that nobody got as unknown', async (_, tenantId) => {
    const secret = `wlc_${'a'.repeat(65)}`;
    const body = path.includes('invitations')
      ? { secret, username: 'eve', fullName: 'Eve', password: 'long enough' }
      : { secret };
    expect((await api.call({ method, path, tenantId, body })).status).toBe(404);
  });
});
