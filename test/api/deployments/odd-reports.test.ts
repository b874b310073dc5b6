// Reports of other systems whose texts and times are odd: none of them fails, and none shows a wrong state.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../../../functions/_kit/logger.ts';
import { groundOf } from '../../support/deployments/ground.ts';
import { TENANT_ID, verdict } from '../../support/release-world.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

let world: DeploymentsWorld;
beforeAll(async () => {
  world = await startDeployments();
  await world.world.service('hello');
  await world.repository('7', ['shop-api']);
});
afterAll(() => world.stop());

const info = vi.spyOn(logger, 'info');
beforeEach(() => void info.mockReset());
const counted = () => info.mock.calls.map(([name]) => name);

let made = 0;
const hello = (environment: string, over: object = {}, context: object = {}) => ({
  context: {
    id: `odd-${++made}`,
    source: '/cd',
    type: 'dev.cdevents.service.deployed.0.2.0',
    timestamp: minute(1),
    ...context,
  },
  subject: { id: 'hello', content: { environment: { id: environment }, artifactId: 'pkg:oci/hello@1.0.0', ...over } },
});
const hear = (payload: ReturnType<typeof hello>) => world.hear('ci.argo', payload.context.type, payload);

describe('a report', () => {
  it.each([
    ['without a name of its environment', ''],
    ['with spaces for an environment', '   '],
    ['with the id of an environment that does not exist', '0198e9a0-0000-7000-8000-000000000000'],
  ])('%s is counted and changes nothing', async (_, environment) => {
    const before = (await world.all()).length;
    await hear(hello(environment));
    expect([counted(), (await world.all()).length]).toEqual([['OutsideEventsUnmatched'], before]);
  });

  it.each([
    ['its environment', 'prod\ud800', {}, {}],
    ['its id', 'half-id', {}, { id: 'x\udc00' }],
    ['its source', 'half-source', {}, { source: 'x\udc00' }],
    ['a version that is cut', 'half-version', { artifactId: `pkg:oci/hello?tag=${'a'.repeat(99)}😀` }, {}],
  ])('with half a character in %s is taken, once', async (_, environment, over, context) => {
    const payload = hello(environment, over, context);
    for (let count = 0; count < 2; count++) await hear(payload);
    const { environmentId } = await world.deps.environments.get(TENANT_ID as never, environment.toWellFormed());
    expect(await world.all(`&environmentId=${environmentId}`)).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(counted()).toEqual([]);
  });
});

describe('a long name at another system', () => {
  it('is one deployment, however often it is reported', async () => {
    const of = { provider: '漢'.repeat(50), repository: '漢'.repeat(300), externalId: '漢'.repeat(200) };
    const { id } = await world.deployment({ ...of, environment: 'long', status: 'PENDING' });
    expect((await world.deployment({ ...of, environment: 'long' })).id).toBe(id);
    expect((await world.deployment({ ...of, environment: 'long', externalId: '漢'.repeat(199) })).id).not.toBe(id);
  });

  it.each([
    ['deployment', { id: 1, environment: 'long' }],
    ['deployment_status', { id: 1, environment: 'long' }],
  ])('of a repository in a %s is counted as unread', async (type, deployment) => {
    const repository = { id: 7, full_name: 'x'.repeat(5000) };
    await world.hear('ci.github', type, { deployment, deployment_status: { state: 'success' }, repository });
    expect(counted()).toEqual(['OutsideEventsUnread']);
  });

  it('of a person or a branch is left out', async () => {
    const long = 'x'.repeat(5000);
    const deployment = { id: 77, environment: 'long-person', ref: long, sha: 'abcdef0', creator: { login: long } };
    await world.hear('ci.github', 'deployment', { deployment, repository: { id: 7, full_name: 'acme/shop' } });
    expect((await world.all('&service=shop-api')).map(({ by, sha }) => [by, sha])).toEqual([[null, 'abcdef0']]);
  });
});

/** An offset, or more digits of a year, make text that does not sort as a time. */
const NO_TIMES = ['0000-01-01T00:00:00+01:00', '9999-12-31T23:59:59-01:00'];

describe('a time in another era', () => {
  it.each(NO_TIMES)('is refused by 400: %s', async (time) => {
    const body = { environment: 'eras', service: 'hello', version: '1.0.0' };
    const { id } = await world.deployment(body);
    for (const [path, given] of [
      ['/deployments', { ...body, finishedAt: time }],
      [`/deployments/${id}/status`, { status: 'FAILED', at: time }],
      [`/deployments/${id}/metrics`, { metrics: [{ name: 'cpu', value: 1, recordedAt: time }] }],
    ] as const) {
      expect([path, ...verdict(await world.asCi('POST', path, given))]).toEqual([path, 400, 'request.invalid']);
    }
    const path = `/deployments?from=${encodeURIComponent(time)}`;
    expect(verdict(await world.asCi('GET', path))).toEqual([400, 'request.invalid']);
  });

  it.each([...NO_TIMES, '+275760-09-13T00:00:00.000Z', '-000001-12-31T23:00:00.000Z', '0', ''])(
    'of an event is that of its arrival: %s',
    async (timestamp) => {
      const environment = `era ${timestamp}`;
      await hear(hello(environment, {}, { timestamp }));
      const { environmentId } = await world.deps.environments.get(TENANT_ID as never, environment.trim());
      const [live, ...others] = await world.live(`&environmentId=${environmentId}`);
      expect([live?.since, others]).toEqual([timestamp === '0' ? '2000-01-01T00:00:00.000Z' : minute(0), []]);
    },
  );
});

describe('what is live', () => {
  it('is not kept for hours by a deployment whose time lies ahead, as by a wrong time zone', async () => {
    const of = { environment: 'zoned', service: 'zoned' };
    const { environmentId } = await world.deployment({ ...of, version: '1.0.0', finishedAt: minute(8 * 60) });
    world.world.clock.at += 60_000;
    await world.deployment({ ...of, version: '2.0.0' });
    expect(await world.live(`&environmentId=${environmentId}`)).toMatchObject([
      { version: '2.0.0', since: minute(1), lastGood: { version: '1.0.0', since: minute(0) } },
    ]);
  });

  it('is nothing of a service that was deleted while it was deployed', async () => {
    const of = { environment: 'leaving', service: 'leaving' };
    const { id, environmentId } = await world.deployment({ ...of, status: 'IN_PROGRESS' });
    expect((await world.world.asLead('DELETE', '/services/leaving')).status).toBe(204);
    const { body } = await world.asCi('POST', `/deployments/${id}/status`, { status: 'SUCCEEDED' });
    expect([body.status, await world.live(`&environmentId=${environmentId}`)]).toEqual(['SUCCEEDED', []]);
  });

  it('does not take a report for it that says what is under way was taken back', async () => {
    const make = groundOf(world.world);
    const ground = await make.ground();
    const { deploymentId } = await make.driven(ground, { status: 'IN_PROGRESS' });
    const of = { environment: ground.environmentId, service: ground.service };
    await world.deployment({ ...of, version: '1.0.0', rollbackOf: deploymentId });
    const item = await world.deps.deployments.get(TENANT_ID as never, deploymentId);
    expect([item.status, item.rolledBackBy]).toEqual(['IN_PROGRESS', undefined]);
  });
});
