// SERVER integrations: the environment that they name, at their creation, change and verification, and the environment that they keep.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import {
  assertUnused,
  createEnvironmentBody,
  newEnvironment,
} from '../../../entities/environments/environment.model.ts';
import { TENANT_ID } from '../../support/http.ts';
import { bodies, ENVIRONMENT_ID, type Fixture, MISSING_ID, NOW, startIntegrations, systemCaller } from './fixture.ts';

const PATH = '/integrations/targets';
const tenantId = TENANT_ID as TenantId;
let api: Fixture;
let other: string;
let unordered: string;
beforeAll(async () => {
  api = await startIntegrations();
  other = await environment({ name: 'staging', order: 2 });
  unordered = await environment({ name: 'reported' });
});
afterAll(() => api.stop());

async function save(writes: Parameters<Fixture['save']>[1]['writes']): Promise<void> {
  const audit = { action: 'seeded', resourceType: 'Test', resourceId: 'seed' };
  await api.save(systemCaller(), { writes, events: [], audit });
}
async function environment(body: object): Promise<string> {
  const item = newEnvironment(tenantId, NOW, createEnvironmentBody.parse(body));
  await save(api.environments.create(item));
  return item.environmentId;
}
async function countOf(environmentId: string): Promise<readonly unknown[]> {
  const found = await api.environments.find(tenantId, environmentId);
  return [found?.useCount, found?.integrationCount];
}
const server = (config: object) => ({ ...bodies.SERVER, config });
/** The environment of a case: those that the file makes are known when the case runs. */
const idOf = (name: string) => ({ 'one of no order': unordered, 'a missing one': MISSING_ID })[name] ?? name;

const problem = (code: string, message: string) => ({ path: 'config.environmentId', code, message });
const WRONG: readonly (readonly [string, number, string, object])[] = [
  ['a missing one', 422, 'integration.reference_invalid', problem('environment.not_found', 'is no environment')],
  [
    'one of no order',
    ...([422, 'integration.reference_invalid'] as const),
    problem('environment.outside_order', 'has no place in the order of promotion'),
  ],
  ['no id!', 400, 'request.invalid', problem('request.invalid_format', 'must be an id')],
];

describe('createIntegration of an environment', () => {
  it.each(WRONG)('refuses %s with %i %s', async (name, status, code, field) => {
    const reply = await api.asLead('POST', PATH, { ...server({ environmentId: idOf(name) }), name: 'Wrong' });
    expect([reply.status, reply.body.code, reply.body.fields]).toEqual([status, code, [field]]);
  });

  it.each([
    ['no environment', {}, 'config.environmentId'],
    ['an unknown field', { environmentId: ENVIRONMENT_ID, url: 'https://acme.test' }, 'config.url'],
    [
      'a rollout of no strategy',
      { environmentId: ENVIRONMENT_ID, rollout: { strategy: 'SLOW' } },
      'config.rollout.strategy',
    ],
    [
      'a rollout of too many',
      { environmentId: ENVIRONMENT_ID, rollout: { maxConcurrent: 41 } },
      'config.rollout.maxConcurrent',
    ],
  ])('refuses %s', async (_, config, path) => {
    const reply = await api.asLead('POST', PATH, { ...server(config), name: 'Wrong' });
    expect([reply.status, reply.body.fields[0].path]).toEqual([400, path]);
  });

  it('refuses credentials: it has none', async () => {
    const body = { ...bodies.SERVER, credentials: { token: 'x' }, name: 'Wrong' };
    const reply = await api.asLead('POST', PATH, body);
    expect([reply.status, reply.body.fields[0].path]).toEqual([400, 'credentials.token']);
  });

  it('counts at the environment, which is in use until the integration is deleted or names another', async () => {
    const before = await countOf(ENVIRONMENT_ID);
    const { id } = await api.create('targets', bodies.SERVER);
    expect(await countOf(ENVIRONMENT_ID)).toEqual([Number(before[0]) + 1, Number(before[1] ?? 0) + 1]);
    const found = await api.environments.find(tenantId, ENVIRONMENT_ID);
    expect(() => assertUnused(found as never)).toThrow(/1 integration names it; delete or change them first/);
    await api.asLead('PATCH', `${PATH}/${id}`, { config: { environmentId: other } });
    expect([await countOf(ENVIRONMENT_ID), await countOf(other)]).toEqual([
      [0, 0],
      [1, 1],
    ]);
    await api.asLead('PATCH', `${PATH}/${id}`, { name: 'Renamed', config: { rollout: { strategy: 'ROLLING' } } });
    expect(await countOf(other)).toEqual([1, 1]);
    expect((await api.asLead('DELETE', `${PATH}/${id}`)).status).toBe(204);
    expect(await countOf(other)).toEqual([0, 0]);
  });
});

describe('updateIntegration of an environment', () => {
  it.each(WRONG)('refuses %s with %i %s', async (name, status, code, field) => {
    const { id } = await api.create('targets', server({ environmentId: other }));
    const reply = await api.asLead('PATCH', `${PATH}/${id}`, { config: { environmentId: idOf(name) } });
    expect([reply.status, reply.body.code, reply.body.fields]).toEqual([status, code, [field]]);
    await api.asLead('DELETE', `${PATH}/${id}`);
  });
});

describe('verifyIntegration of an environment', () => {
  it('is VALID while the environment has a place in the order, and says so when it has none any more', async () => {
    const environmentId = await environment({ name: 'moved', order: 3 });
    const { id } = await api.create('targets', server({ environmentId }));
    const verify = async () => {
      const { body } = await api.asLead('POST', `${PATH}/${id}/verify`);
      return [body.verificationStatus, body.verificationError];
    };
    expect(await verify()).toEqual(['VALID', null]);
    const found = await api.environments.find(tenantId, environmentId);
    if (found) await save(api.environments.update(found, found.updatedAt, { place: 999_999 }));
    expect(await verify()).toEqual(['INVALID', expect.stringMatching(/has no place in the order of promotion/)]);
  });
});
