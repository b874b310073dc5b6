// Components: who may do what; their unique names and services; refusals.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../../entities/names.ts';
import { consumers } from '../../../functions/catalog/events.handler.ts';
import {
  fieldsOf,
  inOtherTenant,
  MISSING_ID,
  paths,
  startWorld,
  TENANT_ID,
  verdict,
  type World,
} from '../../support/release-world.ts';
import { busEventOf } from '../../support/stored-events.ts';
import { describeAccess } from '../../support/trial/access-table.ts';
import { at, type Body, digestOf, startComponents } from './components-fixture.ts';

let world: World;
let stage: Awaited<ReturnType<typeof startComponents>>;
const create = (over: Body = {}) => stage.create(over);
const record = (...given: Parameters<typeof stage.record>) => stage.record(...given);
const partition = (name: string) => stage.partition(name);
beforeAll(async () => {
  stage = await startComponents();
  world = stage.world;
});
afterAll(() => world.stop());

const developers = ['ADMIN', 'LEAD', 'DEVELOPER', 'CI'];
describeAccess(
  'catalog',
  [
    ['POST', '/components', {}, developers],
    ['GET', '/components', undefined, ROLES],
    ['GET', '/components/x', undefined, ROLES],
    ['PATCH', '/components/x', { name: 'a' }, developers],
    ['DELETE', '/components/x', undefined, ['ADMIN', 'LEAD']],
    ['GET', '/components/x/versions', undefined, ROLES],
    ['GET', `/component-versions?digest=${digestOf('0')}`, undefined, ROLES],
    ['GET', '/components/x/versions/latest', undefined, ROLES],
    ['PUT', '/components/x/versions/latest', { digest: digestOf('0') }, developers],
    ['GET', '/components/x/versions/latest/moves', undefined, ROLES],
  ],
  (request) => world.call(request),
);

describe('createComponent', () => {
  it('answers, stores and tells the component', async () => {
    await world.service('web');
    const { id: serviceId } = (await world.asLead('GET', '/services/web')).body;
    const given = stage.bodyOf({
      displayName: 'The web',
      versioningStrategy: { kind: 'TAG', tagPrefix: 'web-' },
      defaultChannel: 'edge',
      serviceId,
    });
    const reply = await world.asLead('POST', '/components', given);
    const { id } = reply.body;
    const stamp = expect.any(String);
    const absent = { registryIntegrationId: null, isIrreversible: false, refreshedAt: null, refreshError: null };
    expect(reply.body).toEqual({ ...given, ...absent, id, createdAt: stamp, updatedAt: stamp, revision: 1 });
    expect((await world.asLead('GET', at(id))).body).toMatchObject(reply.body);
    expect((await partition(`#OUTBOX#${id}`)).map(({ detailType }) => detailType)).toEqual(['ComponentCreated']);
    expect((await partition(`#AUDIT#Component#${id}`)).map(({ action }) => action)).toEqual(['component.created']);
  });

  it('reads versions from tags, and takes the channel stable, by default', async () => {
    expect(await create()).toMatchObject({
      displayName: null,
      versioningStrategy: { kind: 'TAG', tagPrefix: '' },
      defaultChannel: 'stable',
      serviceId: null,
    });
  });

  it.each([
    ['a name with a space', { name: 'the web' }, 'name'],
    ['an image with a tag', { imageRepository: 'acme/web:1.0' }, 'imageRepository'],
    ['an image in capitals', { imageRepository: 'acme/Web' }, 'imageRepository'],
    ['an image with a scheme', { imageRepository: 'https://ghcr.io/acme/web' }, 'imageRepository'],
    ['a strategy of its own', { versioningStrategy: { kind: 'LUCK' } }, 'versioningStrategy.kind'],
    ['a channel in capitals', { defaultChannel: 'Stable' }, 'defaultChannel'],
    ['an unknown field', { size: 3 }, 'size'],
  ])('refuses %s', async (_, over, path) => {
    const reply = await world.asLead('POST', '/components', stage.bodyOf(over));
    expect([reply.status, paths(reply)]).toEqual([400, [path]]);
  });

  it.each([
    ['busybox'],
    ['acme/web'],
    ['localhost:5000/acme/web'],
    ['123456789012.dkr.ecr.eu-central-1.amazonaws.com/acme/web__api'],
  ])('takes the image repository %s', async (imageRepository) => {
    expect((await create({ imageRepository })).imageRepository).toBe(imageRepository);
  });

  it('refuses a name that another component has, in any case', async () => {
    await create({ name: 'Taken' });
    const reply = await world.asLead('POST', '/components', stage.bodyOf({ name: 'TAKEN' }));
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([409, 'component.name_taken', ['name component.name_taken']]);
  });

  it.each([
    ['a missing service', async () => MISSING_ID, 'component.service_not_found'],
    [
      'a service that is switched off',
      async () => {
        await world.service('off', { isActive: false });
        return (await world.asLead('GET', '/services/off')).body.id;
      },
      'component.service_inactive',
    ],
  ])('refuses %s', async (_, serviceOf, code) => {
    const reply = await world.asLead('POST', '/components', stage.bodyOf({ serviceId: await serviceOf() }));
    expect([...verdict(reply), fieldsOf(reply)]).toEqual([422, 'component.invalid', [`serviceId ${code}`]]);
  });
});

describe('listComponents', () => {
  it('lists all, or those of a service, newest first', async () => {
    const own = await startWorld();
    await own.service('one');
    const { id } = (await own.asLead('GET', '/services/one')).body;
    for (const [index, serviceId] of [id, undefined, id].entries()) {
      own.clock.at += 1;
      await own.asLead('POST', '/components', stage.bodyOf({ name: `c${index}`, serviceId }));
    }
    const list = async (query: string) =>
      (await own.asLead('GET', `/components?${query}`)).body.items.map(({ name }: Body) => name);
    expect(await list('')).toEqual(['c2', 'c1', 'c0']);
    expect(await list(`service=${id}`)).toEqual(['c2', 'c0']);
    await own.stop();
  });
});

describe('getComponent', () => {
  it.each([MISSING_ID, 'x'])('answers 404 for %s', async (id) => {
    expect(verdict(await world.asLead('GET', at(id)))).toEqual([404, 'component.not_found']);
  });

  it('answers 404 for one of another tenant', async () => {
    const { id } = await create();
    const reply = await world.call({ role: 'LEAD', method: 'GET', path: at(id), ...inOtherTenant });
    expect(verdict(reply)).toEqual([404, 'component.not_found']);
  });
});

describe('updateComponent', () => {
  it('changes fields, and moves to another service, which counts it', async () => {
    await world.service('from');
    await world.service('to');
    const idOf = async (slug: string) => (await world.asLead('GET', `/services/${slug}`)).body.id;
    const uses = async () =>
      Promise.all(['from', 'to'].map(async (slug) => (await world.services.bySlug(TENANT_ID, slug))?.useCount));
    const { id } = await create({ serviceId: await idOf('from'), displayName: 'Old' });
    expect(await uses()).toEqual([1, 0]);
    const reply = await world.asLead('PATCH', at(id), { serviceId: await idOf('to'), displayName: null });
    expect(reply.body).toMatchObject({ displayName: null, revision: 2 });
    expect(await uses()).toEqual([0, 1]);
    await world.asLead('PATCH', at(id), { serviceId: null });
    expect(await uses()).toEqual([0, 0]);
    expect((await world.asLead('PATCH', at(id), { name: 'x' }, { 'if-match': '"1"' })).status).toBe(412);
  });

  it('changes nothing when it repeats what is stored', async () => {
    const { id, versioningStrategy } = await create();
    expect((await world.asLead('PATCH', at(id), { versioningStrategy })).body.revision).toBe(1);
  });
});

describe('deleteComponent', () => {
  it('deletes it, and afterwards its versions; its service and its name are free', async () => {
    await world.service('parent');
    const { id: serviceId } = (await world.asLead('GET', '/services/parent')).body;
    const { id, name } = await create({ serviceId });
    await record(id, '1.0.0', 'a');
    const refused = await world.asLead('DELETE', '/services/parent');
    expect([...verdict(refused), refused.body.components]).toEqual([
      409,
      'service.in_use',
      [{ componentId: id, name }],
    ]);
    expect((await world.asLead('DELETE', at(id))).status).toBe(204);
    const [event] = (await partition(`#OUTBOX#${id}`)).filter(({ detailType }) => detailType === 'ComponentDeleted');
    for (const _ of ['once', 'again']) {
      const deps = { components: world.components } as never;
      await consumers.events.ComponentDeleted?.(busEventOf(event ?? {}), deps);
    }
    expect(await partition(`#COMPONENT#${id}#TAGS`)).toEqual([]);
    expect(await partition(`#COMPONENT#${id}#MOVES`)).toEqual([]);
    expect((await create({ name })).name).toBe(name);
    expect((await world.asLead('DELETE', '/services/parent')).status).toBe(204);
  });
});
