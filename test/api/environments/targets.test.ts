// Targets: who may do what, what they name, their credentials and names.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TenantId } from '../../../entities/_base/ids.ts';
import { keyOf } from '../../../entities/_base/table/keys.ts';
import { EXISTS, updateItem } from '../../../entities/_base/table/table.ts';
import { targetKeys } from '../../../entities/environments/targets/target.keys.ts';
import { MOST_TARGETS } from '../../../entities/environments/targets/target.model.ts';
import { ROLES } from '../../../entities/names.ts';
import { manifest } from '../../../functions/environments/manifest.ts';
import { fieldsOf, MISSING_ID, TENANT_ID, verdict } from '../../support/release-world.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { expectTrue } from '../../support/trial/true-actions.ts';
import { startEnvironments } from './fixture.ts';

let world: Awaited<ReturnType<typeof startEnvironments>>;
beforeAll(async () => {
  world = await startEnvironments();
});
afterAll(() => world.stop());

const LEADS = ['ADMIN', 'LEAD'] as const;
const SECRET = 'canary-of-the-host';

/** The credentials that are stored for a target, opened as the agent's will be. */
async function credentialsOf(targetId: unknown) {
  const stored = (await world.world.items()).find(({ pk, sk }) => /TARGET_SECRETS/.test(String(pk)) && sk === targetId);
  return stored && world.sealer.open(TENANT_ID, String(targetId), String(stored.sealed));
}

describeAccess(
  'environments',
  [
    ['POST', '/targets', { environmentId: 'x', name: 'x', type: 'SHELL', componentId: 'x' }, LEADS],
    ['GET', '/targets', undefined, ROLES],
    ['GET', `/targets/${MISSING_ID}`, undefined, ROLES],
    ['PATCH', `/targets/${MISSING_ID}`, { isActive: false }, LEADS],
    ['DELETE', `/targets/${MISSING_ID}`, undefined, LEADS],
  ],
  (request) => world.call(request),
);

describe('createEnvironmentTarget', () => {
  it('answers, stores and tells the target, and shows no credential', async () => {
    const [environment, component] = [await world.environment(), await world.component()];
    const given = {
      ...{ environmentId: environment.id, componentId: component.id, name: 'web-1', type: 'KUBERNETES' },
      ...{ connection: { cluster: 'eu', ports: [1, 2] }, labels: { region: 'eu', 'acme.io/rack': 'a b' } },
    };
    const body = await world.target({ ...given, credentials: { kubeconfig: SECRET } });
    expect(body).toMatchObject({
      ...given,
      ...{ hasCredentials: true, capability: 'kubernetes', isActive: true, healthStatus: 'UNKNOWN', revision: 1 },
      ...{
        healthCheckedAt: null,
        healthDetail: null,
        currentDigest: null,
        currentReleaseId: null,
        observedDigest: null,
      },
    });
    expect(await world.eventsOf(body.id)).toEqual(['TargetCreated']);
    expect(await world.auditOf('Target', body.id)).toEqual(['target.created']);
    expect(await credentialsOf(body.id)).toEqual({ kubeconfig: SECRET });
    expect(JSON.stringify(await world.world.items())).not.toContain(SECRET);
    expect([await world.usesOf(environment.id), await world.usesOf(component.id)]).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it.each([
    ['DOCKER_HOST', 'docker'],
    ['COMPOSE_HOST', 'docker'],
    ['KUBERNETES', 'kubernetes'],
    ['ECS_SERVICE', 'ecs'],
    ['NOMAD_JOB', 'nomad'],
    ['SHELL', 'shell'],
  ])('of type %s needs an agent that can %s', async (type, capability) => {
    expect(await world.target({ type })).toMatchObject({ type, capability, hasCredentials: false, connection: {} });
  });

  it('names all that does not exist, and changes nothing', async () => {
    const of = { name: 'x', type: 'SHELL' };
    const { id: environmentId } = await world.environment();
    const { id: componentId } = await world.component();
    for (const [names, fields] of [
      [
        { environmentId: MISSING_ID, componentId: MISSING_ID },
        ['componentId component.not_found', 'environmentId environment.not_found'],
      ],
      [{ environmentId, componentId: MISSING_ID }, ['componentId component.not_found']],
      [{ environmentId: 'prod', componentId }, ['environmentId environment.not_found']],
    ] as const) {
      const reply = await world.asLead('POST', '/targets', { ...of, ...names });
      expect([verdict(reply), fieldsOf(reply)]).toEqual([[422, 'target.invalid'], fields]);
    }
    expect([await world.usesOf(environmentId), await world.usesOf(componentId)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('answers 409 target.name_taken in the same environment alone, without regard to case', async () => {
    const { id: environmentId } = await world.environment();
    const { componentId } = await world.target({ environmentId, name: 'Web' });
    const of = { type: 'SHELL', componentId };
    const reply = await world.asLead('POST', '/targets', { ...of, environmentId, name: 'wEB' });
    expect([verdict(reply), fieldsOf(reply)]).toEqual([[409, 'target.name_taken'], ['name target.name_taken']]);
    expect((await world.target({ ...of, name: 'web' })).name).toBe('web');
  });

  it('answers 409 target.too_many when the environment is full', async () => {
    const { id: environmentId } = await world.environment();
    const { componentId } = await world.target({ environmentId });
    for (let count = 1; count < MOST_TARGETS; count++) {
      await world.world.seed([
        world.deps.environments.addUser(TENANT_ID as TenantId, `${environmentId}`, 'targetCount'),
      ]);
    }
    const reply = await world.asLead('POST', '/targets', {
      name: 'one more',
      type: 'SHELL',
      environmentId,
      componentId,
    });
    expect(verdict(reply)).toEqual([409, 'target.too_many']);
  });

  const names = { environmentId: MISSING_ID, componentId: MISSING_ID, name: 'x', type: 'SHELL' };
  it.each([
    ['environmentId', { ...names, environmentId: undefined }],
    ['componentId', { ...names, componentId: undefined }],
    ['name', { ...names, name: ' ' }],
    ['type', { ...names, type: 'VM' }],
    ['capability', { ...names, capability: 'Docker!' }],
    ['connection', { ...names, connection: { big: 'x'.repeat(9000) } }],
    ['connection', { ...names, connection: 'tcp://host' }],
    ['credentials.key', { ...names, credentials: { key: '' } }],
    ['credentials', { ...names, credentials: { one: 'x'.repeat(2500), other: 'x'.repeat(2500) } }],
    ['labels', { ...names, labels: Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`k${index}`, 'v'])) }],
    ['labels.a b', { ...names, labels: { 'a b': 'v' } }],
    ['healthStatus', { ...names, healthStatus: 'HEALTHY' }],
  ])('answers 400 for a wrong %s', async (path, body) => {
    const { id: environmentId } = await world.environment();
    const { id: componentId } = await world.component();
    const real = path === 'credentials' ? { environmentId, componentId } : {};
    const reply = await world.asLead('POST', '/targets', { ...body, ...real });
    expect([reply.status, fieldsOf(reply).map((field) => field.slice(0, field.lastIndexOf(' ')))]).toEqual([
      400,
      [path],
    ]);
  });

  it('is created once by a repeated request', async () => {
    const { id: environmentId } = await world.environment();
    const { id: componentId } = await world.component();
    const body = { environmentId, componentId, name: 'once', type: 'SHELL', credentials: { key: SECRET } };
    const [one, other] = [
      await world.asLead('POST', '/targets', body, { 'idempotency-key': 'target' }),
      await world.asLead('POST', '/targets', body, { 'idempotency-key': 'target' }),
    ];
    expect(other.text).toBe(one.text);
    expect(await world.usesOf(environmentId)).toEqual([1, 1]);
  });
});

describe('getEnvironmentTarget', () => {
  it.each(['LEAD', 'DEVELOPER', 'VIEWER'] as const)('shows true actions to %s', async (role) => {
    const { id: targetId } = await world.target();
    const { body } = await world.call({ role, method: 'GET', path: `/targets/${targetId}` });
    const shown = {
      actions: body.actions,
      params: { targetId: `${targetId}` },
      bodies: { updateEnvironmentTarget: { name: 'y' } },
    };
    await expectTrue(world.call, manifest, { role }, shown);
  });
});

describe('updateEnvironmentTarget', () => {
  it('changes what it names, moves its use of a component, and tells it', async () => {
    const { id, componentId, environmentId } = await world.target({ labels: { a: '1' } });
    const { id: other } = await world.component();
    const change = { name: 'renamed', componentId: other, connection: { host: 'h' }, labels: {}, isActive: false };
    const { status, body } = await world.asLead('PATCH', `/targets/${id}`, change);
    expect([status, body]).toMatchObject([200, { ...change, environmentId, revision: 2 }]);
    expect(await world.eventsOf(id)).toEqual(['TargetCreated', 'TargetUpdated']);
    expect([await world.usesOf(componentId), await world.usesOf(other)]).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(await world.usesOf(environmentId)).toEqual([1, 1]);
  });

  it('replaces, keeps and deletes credentials', async () => {
    const { id } = await world.target({ credentials: { one: 'x', other: 'y' } });
    const patch = (body: object) => world.asLead('PATCH', `/targets/${id}`, body);
    world.clock.at += 1000;
    expect((await patch({ credentials: { key: SECRET } })).body).toMatchObject({ hasCredentials: true, revision: 2 });
    expect(await credentialsOf(id)).toEqual({ key: SECRET });
    expect((await patch({ labels: { a: 'b' } })).body).toMatchObject({ hasCredentials: true, revision: 3 });
    expect(await credentialsOf(id)).toEqual({ key: SECRET });
    expect((await patch({ credentials: null })).body).toMatchObject({ hasCredentials: false, credentialsSetAt: null });
    expect(await credentialsOf(id)).toBeUndefined();
  });

  it('changes a capability that follows from the type, and no other', async () => {
    const [{ id: one }, { id: other }] = [await world.target(), await world.target({ capability: 'podman' })];
    const type = 'NOMAD_JOB';
    expect((await world.asLead('PATCH', `/targets/${one}`, { type })).body.capability).toBe('nomad');
    expect((await world.asLead('PATCH', `/targets/${other}`, { type })).body.capability).toBe('podman');
  });

  it('frees the old name, and refuses one that is taken', async () => {
    const { environmentId } = await world.target({ name: 'first' });
    const { id } = await world.target({ name: 'second', environmentId });
    expect(verdict(await world.asLead('PATCH', `/targets/${id}`, { name: 'FIRST' }))).toEqual([
      409,
      'target.name_taken',
    ]);
    await world.asLead('PATCH', `/targets/${id}`, { name: 'third' });
    expect((await world.target({ name: 'second', environmentId })).id).not.toBe(id);
    expect((await world.asLead('PATCH', `/targets/${id}`, { name: 'THIRD' })).body.name).toBe('THIRD');
  });

  it('changes nothing for the same values, and refuses the environment', async () => {
    const { id, environmentId } = await world.target({ labels: { a: 'b' } });
    expect((await world.asLead('PATCH', `/targets/${id}`, { labels: { a: 'b' } })).body.revision).toBe(1);
    expect((await world.asLead('PATCH', `/targets/${id}`, { environmentId })).status).toBe(400);
    expect((await world.asLead('PATCH', `/targets/${id}`, {})).status).toBe(400);
  });

  it('answers 422 for a component that does not exist, and 412 to an older revision', async () => {
    const { id } = await world.target();
    const path = `/targets/${id}`;
    expect(verdict(await world.asLead('PATCH', path, { componentId: MISSING_ID }))).toEqual([422, 'target.invalid']);
    expect((await world.asLead('PATCH', path, { name: 'z' }, { 'if-match': '"7"' })).status).toBe(412);
  });
});

describe('deleteEnvironmentTarget', () => {
  it('deletes with its credentials, frees its name and what it named', async () => {
    const { id, environmentId, componentId } = await world.target({ name: 'gone', credentials: { key: SECRET } });
    expect((await world.asLead('DELETE', `/targets/${id}`)).status).toBe(204);
    expect(verdict(await world.asLead('GET', `/targets/${id}`))).toEqual([404, 'target.not_found']);
    expect(await world.eventsOf(id)).toEqual(['TargetCreated', 'TargetDeleted']);
    expect(await credentialsOf(id)).toBeUndefined();
    expect([await world.usesOf(environmentId), await world.usesOf(componentId)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    await world.target({ name: 'gone', environmentId });
  });

  it('is a conflict when a deployment begins meanwhile', async () => {
    const { id } = await world.target();
    const loaded = await world.deps.targets.get(TENANT_ID as TenantId, `${id}`);
    const begun = { expression: 'SET useCount = :one', values: { one: 1 } };
    await world.world.seed([updateItem(world.world.table, keyOf(targetKeys, loaded), begun, EXISTS)]);
    const removal = world.world.seed(world.deps.targets.remove(loaded));
    await expect(removal).rejects.toMatchObject({ code: 'request.conflict' });
    expect(verdict(await world.asLead('DELETE', `/targets/${id}`))).toEqual([409, 'target.in_use']);
  });

  it('answers 409 target.in_use while a deployment is under way there', async () => {
    const { id, environmentId } = await world.target();
    const before = await world.deps.targets.get(TENANT_ID as TenantId, `${id}`);
    await world.world.seed([world.deps.targets.update(before, before.updatedAt, { useCount: 1 })].flat());
    expect(verdict(await world.asLead('DELETE', `/targets/${id}`))).toEqual([409, 'target.in_use']);
    expect(await world.usesOf(environmentId)).toEqual([1, 1]);
  });
});
