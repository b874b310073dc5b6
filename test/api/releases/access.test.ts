// Access to the operations on releases: every route with every role, without credential or scope, in another tenant.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/releases/manifest.ts';
import {
  inOtherTenant,
  type Kit,
  MISSING_ID,
  OTHER_TENANT_ID,
  startWorld,
  verdict,
  type World,
} from '../../support/release-world.ts';

let world: World;
let kit: Kit;
beforeAll(async () => {
  world = await startWorld();
  kit = await world.integrationKit();
});
afterAll(() => world.stop());

const read = 'ADMIN LEAD DEVELOPER VIEWER CI';
const develop = 'ADMIN LEAD DEVELOPER CI';
const lead = 'ADMIN LEAD';

/** Path and body for a release that is fresh; the status when the caller may. */
interface Row {
  readonly name: keyof typeof manifest.routes;
  readonly may: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: () => unknown;
  /** The answers of a release that was just created: not every route suits its status. */
  readonly answers: number;
}
const rows: Row[] = [
  {
    name: 'createRelease',
    may: develop,
    method: 'POST',
    path: '/releases',
    body: () => world.bodyOf(kit),
    answers: 201,
  },
  { name: 'listReleases', may: read, method: 'GET', path: '/releases', answers: 200 },
  { name: 'searchTenant', may: read, method: 'GET', path: '/search?q=app', answers: 200 },
  { name: 'getRelease', may: read, method: 'GET', path: '/releases/{id}', answers: 200 },
  { name: 'suggestVersions', may: read, method: 'GET', path: '/releases/suggestions?service=app', answers: 200 },
  {
    name: 'updateRelease',
    may: develop,
    method: 'PATCH',
    path: '/releases/{id}',
    body: () => ({ description: 'better' }),
    answers: 200,
  },
  { name: 'listReleaseNotes', may: read, method: 'GET', path: '/releases/{id}/notes', answers: 200 },
  {
    name: 'editReleaseNotes',
    may: develop,
    method: 'PUT',
    path: '/releases/{id}/notes/en-US',
    body: () => ({ text: 'better' }),
    answers: 200,
  },
  { name: 'deleteReleaseNotes', may: develop, method: 'DELETE', path: '/releases/{id}/notes/en-US', answers: 404 },
  { name: 'listReleaseActivity', may: read, method: 'GET', path: '/releases/{id}/activity', answers: 200 },
  { name: 'kickOffRelease', may: develop, method: 'POST', path: '/releases/{id}/kickoff', answers: 200 },
  {
    name: 'triggerPipeline',
    may: develop,
    method: 'POST',
    path: '/releases/{id}/pipelines/{ios}/trigger',
    answers: 409,
  },
  {
    name: 'refreshPipeline',
    may: develop,
    method: 'POST',
    path: '/releases/{id}/pipelines/{ios}/refresh',
    answers: 409,
  },
  {
    name: 'reportBuild',
    may: develop,
    method: 'POST',
    path: '/releases/{id}/pipelines/{ios}/status',
    body: () => ({ status: 'FAILED' }),
    answers: 409,
  },
  { name: 'listRegressionCycles', may: read, method: 'GET', path: '/releases/{id}/regression-cycles', answers: 200 },
  {
    name: 'openRegressionCycle',
    may: develop,
    method: 'POST',
    path: '/releases/{id}/regression-cycles',
    answers: 409,
  },
  {
    name: 'reportTarget',
    may: `${lead} CI`,
    method: 'POST',
    path: '/releases/{id}/targets/{store}/status',
    body: () => ({ status: 'APPROVED' }),
    answers: 409,
  },
  { name: 'submitTarget', may: lead, method: 'POST', path: '/releases/{id}/targets/{store}/submit', answers: 409 },
  { name: 'withdrawTarget', may: lead, method: 'POST', path: '/releases/{id}/targets/{store}/withdraw', answers: 409 },
  { name: 'releaseTarget', may: lead, method: 'POST', path: '/releases/{id}/targets/{store}/release', answers: 409 },
  { name: 'refreshTarget', may: lead, method: 'POST', path: '/releases/{id}/targets/{store}/refresh', answers: 409 },
  {
    name: 'updateTarget',
    may: lead,
    method: 'PATCH',
    path: '/releases/{id}/targets/{store}',
    body: () => ({ releaseMode: 'MANUAL' }),
    answers: 200,
  },
  {
    name: 'rollOutTarget',
    may: lead,
    method: 'POST',
    path: '/releases/{id}/targets/{store}/rollout',
    body: () => ({ percentage: 1 }),
    answers: 202,
  },
  {
    name: 'pauseRollout',
    may: lead,
    method: 'POST',
    path: '/releases/{id}/targets/{store}/rollout/pause',
    answers: 409,
  },
  {
    name: 'resumeRollout',
    may: lead,
    method: 'POST',
    path: '/releases/{id}/targets/{store}/rollout/resume',
    answers: 409,
  },
  { name: 'haltRollout', may: lead, method: 'POST', path: '/releases/{id}/targets/{store}/rollout/halt', answers: 409 },
  {
    name: 'completeRollout',
    may: lead,
    method: 'POST',
    path: '/releases/{id}/targets/{store}/rollout/complete',
    answers: 409,
  },
  { name: 'pauseRelease', may: lead, method: 'POST', path: '/releases/{id}/pause', answers: 200 },
  { name: 'resumeRelease', may: lead, method: 'POST', path: '/releases/{id}/resume', answers: 409 },
  { name: 'retryRelease', may: develop, method: 'POST', path: '/releases/{id}/retry', answers: 409 },
  { name: 'cancelRelease', may: lead, method: 'POST', path: '/releases/{id}/cancel', answers: 200 },
  { name: 'archiveRelease', may: lead, method: 'POST', path: '/releases/{id}/archive', answers: 409 },
  { name: 'deleteRelease', may: lead, method: 'DELETE', path: '/releases/{id}', answers: 204 },
];

const request = ({ method, path, body }: Row, id: string) => ({
  method,
  path: path.replace('{id}', id).replace('{ios}', kit.iosPipeline).replace('{store}', kit.appStore),
  ...(body ? { body: body() } : {}),
});
const fresh = async (row: Row) => (row.path.includes('{id}') ? (await world.release(kit)).id : '');

it('has a row for every route that drives a release', () => {
  const driving = Object.entries(manifest.routes).filter(([, { method }]) => method === 'POST' || method === 'DELETE');
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(driving.map(([name]) => name)));
});

describe.each(rows)('$name', (row) => {
  it.each(ROLES)('answers %s as the route allows', async (role) => {
    const id = await fresh(row);
    const all = () => (id === '' ? world.items() : world.traceOf(id));
    // The audit entry of the refusal is not about the release.
    const trace = async () => (await all()).filter(({ action }) => action !== 'access.refused');
    const before = await trace();
    const reply = await world.call({ role, ...request(row, id) });
    if (row.may.split(' ').includes(role)) {
      expect(reply.status).toBe(row.answers);
      return;
    }
    expect(verdict(reply)).toEqual([403, 'request.forbidden']);
    expect(await trace()).toEqual(before);
  });

  it('answers 401 without a credential', async () => {
    expect(verdict(await world.call(request(row, MISSING_ID)))).toEqual([401, 'request.unauthenticated']);
  });

  it('answers 403 without its scope, and lets its scope alone suffice', async () => {
    const { scope } = manifest.routes[row.name].access;
    const other = scope === 'releases:read' ? 'releases:write' : 'releases:read';
    const id = await fresh(row);
    const without = await world.call({ role: 'ADMIN', scopes: `${other} approvals:decide`, ...request(row, id) });
    expect(verdict(without)).toEqual([403, 'request.forbidden']);
    const alone = await world.call({ role: 'ADMIN', scopes: scope, ...request(row, id) });
    expect(alone.status).toBe(row.answers);
  });

  it('answers 404 in a tenant that is not the credential’s, existing or not, with the same body', async () => {
    const id = await fresh(row);
    const other = await world.call({ role: 'ADMIN', tenantId: OTHER_TENANT_ID, ...request(row, id) });
    const none = await world.call({ role: 'ADMIN', tenantId: 'nobody', ...request(row, id) });
    expect(verdict(other)).toEqual([404, 'request.not_found']);
    expect(none.text).toBe(other.text);
  });
});

describe.each(rows.filter(({ path }) => path.includes('{id}')))('$name', (row) => {
  it('answers the same 404 for another tenant’s release, a missing one and what is no id', async () => {
    const theirs = await world.integrationKit(OTHER_TENANT_ID);
    const foreign = await world.release(theirs, {}, inOtherTenant);
    const before = await world.traceOf(foreign.id, OTHER_TENANT_ID);
    const ids = [foreign.id, encodeURIComponent(foreign.releaseKey), MISSING_ID, 'no-id', 'a%23b', 'x'.repeat(3000)];
    const replies = await Promise.all(ids.map((id) => world.call({ role: 'ADMIN', ...request(row, id) })));
    expect(verdict(replies[0] as never)).toEqual([404, 'release.not_found']);
    for (const reply of replies) expect([reply.status, reply.text]).toEqual([404, replies[0]?.text]);
    expect(await world.traceOf(foreign.id, OTHER_TENANT_ID)).toEqual(before);
  });
});

describe.each([
  ['triggerPipeline', '/pipelines/{x}/trigger', undefined, 'release.pipeline_not_found'],
  ['reportTarget', '/targets/{x}/status', { status: 'APPROVED' }, 'release.target_not_found'],
] as const)('%s', (_, tail, body, code) => {
  it('answers 404 for what the release does not have', async () => {
    const { id } = await world.release(kit, { targets: [kit.appStore], pipelines: [] });
    for (const other of [MISSING_ID, kit.playStore, kit.iosPipeline, kit.scm, 'x'.repeat(3000)]) {
      const reply = await world.asLead('POST', `/releases/${id}${tail.replace('{x}', other)}`, body);
      expect(verdict(reply)).toEqual([404, code]);
    }
  });
});
