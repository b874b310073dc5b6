// Reports on deployments by the API: who may send them, what they name, and what they change.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/deployments/manifest.ts';
import { manifest as rollbacks } from '../../../functions/deployments/rollbacks/manifest.ts';
import { fieldsOf, inOtherTenant, MISSING_ID, NOW_ISO, TENANT_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { type DeploymentsWorld, minute, startDeployments } from './fixture.ts';

let world: DeploymentsWorld;
beforeAll(async () => {
  world = await startDeployments();
  await world.world.service('payment-api');
});
afterAll(() => world.stop());

const WRITERS = ['ADMIN', 'LEAD', 'DEVELOPER', 'CI'] as const;
const BODY = { environment: 'production', service: 'payment-api', version: '1.0.0' };
const SHA = 'c0ffee1234567890c0ffee1234567890c0ffee12';

const at = `/deployments/${MISSING_ID}`;
describeAccess(
  'deployments',
  [
    ['POST', '/deployments', BODY, WRITERS],
    ['GET', '/deployments', undefined, ROLES],
    ['GET', '/live-deployments', undefined, ROLES],
    ['GET', '/live-stores', undefined, ROLES],
    ['GET', at, undefined, ROLES],
    ['POST', `${at}/status`, { status: 'FAILED' }, WRITERS],
    ['PATCH', `${at}/stages/deploy`, { status: 'RUNNING' }, WRITERS],
    ['POST', `${at}/metrics`, { metrics: [{ name: 'cpu', value: 1 }] }, WRITERS],
    ['GET', `${at}/metrics`, undefined, ROLES],
  ],
  (request) => world.call(request),
);

describe('createDeployment', () => {
  it('answers, stores and tells the deployment', async () => {
    const given = {
      ...{ version: '1.4.0', sha: SHA, digest: `sha256:${'ab'.repeat(32)}`, strategy: 'CANARY', reason: 'a fix' },
      ...{ startedAt: minute(-9), finishedAt: minute(-4), url: 'https://acme.test', logUrl: 'https://ci.test/1' },
    };
    const { id, environmentId, by, stages, ...body } = await world.deployment({ environment: 'eu', ...given });
    expect(body).toMatchObject({
      ...{ ...given, origin: 'REPORTED', service: 'payment-api', status: 'SUCCEEDED', requestedAt: minute(-9) },
      ...{ releaseId: null, rollbackOf: null, rolledBackBy: null, source: null, revision: 1, createdAt: NOW_ISO },
    });
    expect(by).toMatchObject({ type: 'TOKEN' });
    expect(stages.map(({ name, status }: Record<string, string>) => `${name} ${status}`)).toEqual([
      ...['build PENDING', 'test PENDING', 'security_scan PENDING', 'deploy PENDING', 'smoke_test PENDING'],
    ]);
    expect(await world.eventsOf(id)).toEqual(['DeploymentCreated', 'DeploymentSucceeded']);
    expect(await world.auditOf('Deployment', id)).toEqual(['deployment.reported']);
    expect(await world.live(`&environmentId=${environmentId}`)).toMatchObject([
      { deploymentId: id, environmentId, service: 'payment-api', version: '1.4.0', since: minute(-4), lastGood: null },
    ]);
  });

  it.each([
    ['PENDING', ['DeploymentCreated'], [null, null]],
    ['IN_PROGRESS', ['DeploymentCreated', 'DeploymentStarted'], [NOW_ISO, null]],
    ['SUCCEEDED', ['DeploymentCreated', 'DeploymentSucceeded'], [NOW_ISO, NOW_ISO]],
    ['FAILED', ['DeploymentCreated', 'DeploymentFailed'], [NOW_ISO, NOW_ISO]],
    ['CANCELLED', ['DeploymentCreated', 'DeploymentCancelled'], [NOW_ISO, NOW_ISO]],
  ])('that is %s tells %j', async (status, events, times) => {
    const { id, startedAt, finishedAt } = await world.deployment({ status });
    expect(await world.eventsOf(id)).toEqual(events);
    expect([startedAt, finishedAt]).toEqual(times);
  });

  it.each([
    ['production', 'PRODUCTION'],
    ['preprod-2', 'STAGING'],
    ['qa', 'TESTING'],
    ['review/1', 'DEVELOPMENT'],
  ])('creates the environment %s, once, outside of the order, as %s', async (environment, tier) => {
    const service = `of-${tier.toLowerCase()}`;
    const ids = [await world.deployment({ environment, service }), await world.deployment({ environment, service })];
    expect(new Set(ids.map(({ environmentId }) => environmentId)).size).toBe(1);
    const stored = await world.deps.environments.get(TENANT_ID as never, environment.toUpperCase());
    expect(stored).toMatchObject({ tier, place: 999_999, name: environment });
    expect(await world.eventsOf(stored.environmentId)).toEqual(['EnvironmentCreated']);
    expect(await world.auditOf('Environment', stored.environmentId)).toEqual(['environment.created']);
  });

  it('takes an environment by its id', async () => {
    const { environmentId } = await world.deployment();
    expect((await world.deployment({ environment: environmentId })).environmentId).toBe(environmentId);
  });

  it.each([
    [{ service: 'ghost' }, [422, 'service.unknown'], ['service service.unknown']],
    [{ environment: MISSING_ID }, [422, 'deployment.invalid'], ['environment environment.not_found']],
    [
      { release: 'ghost@1', rollbackOf: MISSING_ID },
      [422, 'deployment.invalid'],
      ['release release.not_found', 'rollbackOf deployment.not_found'],
    ],
    [{ version: undefined }, [400, 'request.invalid'], ['version request.invalid_field']],
    [{ status: 'ROLLED_BACK' }, [400, 'request.invalid'], ['status request.invalid_field']],
    [{ status: 'PENDING', finishedAt: NOW_ISO }, [400, 'request.invalid'], ['finishedAt request.invalid_field']],
    [{ url: 'javascript:alert(1)' }, [400, 'request.invalid'], ['url request.invalid_field']],
    [{ url: 'https://me:secret@acme.test' }, [400, 'request.invalid'], ['url request.invalid_field']],
    [{ externalId: 'a b' }, [400, 'request.invalid'], ['externalId request.invalid_field']],
    [{ sha: 'HEAD' }, [400, 'request.invalid'], ['sha request.invalid_field']],
    [{ stranger: 1 }, [400, 'request.invalid'], ['stranger request.unknown_field']],
  ])('refuses %j', async (over, expected, fields) => {
    const count = (await world.world.items()).length;
    const reply = await world.asCi('POST', '/deployments', { ...BODY, ...over });
    expect(verdict(reply)).toEqual(expected);
    expect(fieldsOf(reply).map((field) => field.split(' ')[0])).toEqual(fields.map((field) => field.split(' ')[0]));
    expect((await world.world.items()).length).toBe(count);
  });

  it('with the externalId of a source is one deployment, however often it comes', async () => {
    const of = { externalId: 'run-1', provider: 'Argo', repository: 'acme/app', environment: 'staging' };
    const { id } = await world.deployment({ ...of, status: 'IN_PROGRESS', startedAt: minute(-5) });
    const again = await world.deployment({ ...of, status: 'SUCCEEDED', finishedAt: minute(-1) });
    expect(again).toMatchObject({
      id,
      status: 'SUCCEEDED',
      startedAt: minute(-5),
      finishedAt: minute(-1),
      revision: 2,
    });
    const late = await world.deployment({ ...of, status: 'IN_PROGRESS', startedAt: minute(-5) });
    expect(late).toMatchObject({ id, status: 'SUCCEEDED', revision: 2 });
    expect(await world.eventsOf(id)).toEqual(['DeploymentCreated', 'DeploymentStarted', 'DeploymentSucceeded']);
    expect(again.source).toEqual({ provider: 'Argo', repository: 'acme/app', externalId: 'run-1' });
    for (const over of [{ repository: 'acme/other' }, { provider: 'flux' }, { externalId: 'run-2' }]) {
      expect((await world.deployment({ ...of, ...over })).id).not.toBe(id);
    }
    const reply = await world.asCi('POST', '/deployments', { ...BODY, ...of, environment: 'qa-7' });
    expect(verdict(reply)).toEqual([409, 'deployment.external_id_taken']);
  });

  it('of two at once with one externalId is one deployment', async () => {
    const of = { externalId: 'race', environment: 'race' };
    const both = await Promise.all([
      world.deployment({ ...of, status: 'IN_PROGRESS', startedAt: minute(-5) }),
      world.deployment({ ...of, status: 'SUCCEEDED', finishedAt: minute(-1) }),
    ]);
    expect(new Set(both.map(({ id }) => id)).size).toBe(1);
    const { body } = await world.asCi('GET', `/deployments/${both[0]?.id}`);
    expect(body).toMatchObject({ status: 'SUCCEEDED', startedAt: minute(-5), finishedAt: minute(-1) });
  });

  it('is done once for one Idempotency-Key', async () => {
    const headers = { 'idempotency-key': 'once' };
    const send = () => world.asCi('POST', '/deployments', BODY, headers);
    const [first, second] = [await send(), await send()];
    expect(second.body.id).toBe(first.body.id);
  });

  it('that lies ahead by a wrong clock happened now', async () => {
    const { finishedAt } = await world.deployment({ finishedAt: '2027-01-01T00:00:00Z' });
    expect(finishedAt).toBe(NOW_ISO);
  });
});

describe('the release of a deployment', () => {
  it.each([
    ['its releaseKey', { release: 'web@3.0.0', version: undefined }],
    ['its version', { version: '3.0.0' }],
    ['its tag', { version: 'v3.0.0' }],
    ['its tag with the service', { version: 'web@3.0.0' }],
  ])('is known by %s', async (_, over) => {
    const own = await startDeployments();
    const kit = await own.world.integrationKit();
    const release = await own.world.release(kit, { service: 'web', version: '3.0.0' });
    const made = await own.deployment({ service: 'web', ...over });
    expect(made).toMatchObject({ releaseId: release.id, version: '3.0.0' });
    expect(await own.all(`&releaseId=${release.id}`)).toMatchObject([{ id: made.id }]);
    const other = await own.deployment({ service: 'other', version: '3.0.0' });
    expect(other.releaseId).toBeNull();
    await own.stop();
  });

  it('is known by the digest of a component of the service, and not of another', async () => {
    const kit = await world.world.integrationKit();
    const release = await world.world.release(kit, { service: 'imaged', version: '3.0.0' });
    const { id: serviceId } = (await world.world.asLead('GET', '/services/imaged')).body;
    const digest = `sha256:${'cd'.repeat(32)}`;
    const component = { name: 'imaged', imageRepository: 'ghcr.io/acme/imaged', serviceId };
    const { id } = (await world.world.asLead('POST', '/components', component)).body;
    await world.world.asLead('PUT', `/components/${id}/versions/v3.0.0`, { digest });
    const of = { digest, version: undefined };
    expect(await world.deployment({ ...of, service: 'imaged' })).toMatchObject({
      releaseId: release.id,
      version: '3.0.0',
    });
    expect(await world.deployment({ ...of, service: 'unimaged' })).toMatchObject({
      releaseId: null,
      version: 'cdcdcdcdcdcd',
    });
  });

  it('of another service is refused', async () => {
    const kit = await world.world.integrationKit();
    await world.world.release(kit, { service: 'of-another', version: '3.0.0' });
    const reply = await world.asCi('POST', '/deployments', { ...BODY, release: 'of-another@3.0.0' });
    expect([verdict(reply), fieldsOf(reply)]).toEqual([[422, 'deployment.invalid'], ['release release.not_found']]);
  });
});

const whole = { ...manifest, routes: { ...manifest.routes, ...rollbacks.routes } };

describe('getDeployment', () => {
  it.each(ROLES)('shows what %s may do', async (role) => {
    for (const status of ['IN_PROGRESS', 'SUCCEEDED']) {
      const { id } = await world.deployment({ status });
      const { body } = await world.call({ role, method: 'GET', path: `/deployments/${id}` });
      const bodies = {
        reportDeploymentStatus: { status: 'SUCCEEDED', url: 'https://acme.test' },
        updateDeploymentStage: { status: 'RUNNING' },
        rollbackDeployment: { reason: 'Errors' },
        cancelDeployment: {},
        resumeDeployment: { action: 'RETRY' },
      };
      const params = { deployment: id, stage: 'deploy' };
      await expectTrue(world.call, whole, { role }, { actions: body.actions, params, bodies });
    }
  });

  it('answers for another tenant as for a missing id', async () => {
    const { id } = await world.deployment();
    const ask = (of: string, at = '') =>
      world.call({ ...inOtherTenant, role: 'ADMIN', method: 'GET', path: `/deployments/${of}${at}` });
    for (const at of ['', '/metrics']) {
      expect(verdict(await ask(id, at))).toEqual([404, 'deployment.not_found']);
      expect((await ask(id, at)).body.detail).toBe((await ask(MISSING_ID, at)).body.detail);
    }
    expect(
      (await world.call({ ...inOtherTenant, role: 'ADMIN', method: 'GET', path: '/deployments' })).body.items,
    ).toEqual([]);
    expect(
      (await world.call({ ...inOtherTenant, role: 'ADMIN', method: 'GET', path: '/live-deployments' })).body.items,
    ).toEqual([]);
  });
});
